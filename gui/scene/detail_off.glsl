// From afar the maps are finer than the picture.
float detail(vec2 place) { return 0.0; }
