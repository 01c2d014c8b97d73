"""Nobody gets in without signing in, and the person is who they are with what they hold."""

from tests.support.cast import Cast


def test_visitor_is_led_to_sign_in_and_back(probe):
    response = probe.get("/probe/private?tab=2")

    assert response.status_code == 302
    assert response.location == "/sign-in?next=/probe/private?tab%3D2"


def test_public_page_is_open(probe):
    assert probe.get("/probe/open").text == "Visitor"


def test_actor_holds_every_role(app, client, sign_in_as):
    cast = Cast()
    client = sign_in_as(cast.person("member"))

    with client:
        client.get("/healthz")

    assert client.user.name == "Member Petrova"
