// Patterns of craters, for where the maps are too coarse.
uniform sampler2D u_craters;  // r, g slopes; b brightness
uniform vec4 u_level;         // how far the patterns show: wide and fine ones over the globe, those of the site; the map's relief
vec3 pattern(vec2 place) { return texture2D(u_craters, place, -1.0).rgb * 2.0 - 1.0; }
vec2 turned(vec2 p, float c, float s) { return vec2(c * p.x - s * p.y, s * p.x + c * p.y); }
