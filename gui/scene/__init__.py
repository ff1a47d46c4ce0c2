"""The scene: one file a layer, each with ``draw(frame)``, shaders in the files beside them."""
