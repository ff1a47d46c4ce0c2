attribute vec2 a_position;   // samples from the picture's top left
attribute vec2 a_place;      // in the glyph atlas
attribute vec4 a_colour;
uniform vec2 u_origin;       // of this tile
uniform vec2 u_sample;       // 2 / viewport
varying vec2 v_place;
varying vec4 v_colour;
void main() {
  v_place = a_place;
  v_colour = a_colour;
  vec2 p = (a_position - u_origin) * u_sample;
  gl_Position = vec4(p.x - 1.0, 1.0 - p.y, 0.0, 1.0);
}
