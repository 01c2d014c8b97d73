"""A file leaves as an attachment, byte for byte."""


def test_download_is_an_attachment_under_its_name(probe):
    response = probe.get("/probe/file")

    assert response.data == b"\x00\x01"
    assert response.headers["Content-Disposition"] == (
        "attachment; filename=\"Izvestaj .pdf\"; filename*=UTF-8''Izve%C5%A1taj%20%D0%89.pdf"
    )
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.mimetype == "application/pdf"
