// The portal's comforts; every page works without them.
