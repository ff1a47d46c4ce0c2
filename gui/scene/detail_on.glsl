// Close by, the maps (10 km a pixel) blur.  Noise lends them a grain that is not real: it moves no coast and no cloud,
// and its mipmaps fade it away where it would be finer than the picture.
uniform sampler2D u_noise;
float detail(vec2 place) { return texture2D(u_noise, place * vec2(44.0, 22.0)).r * 2.0 - 1.0; }
