// Writes where each satellite is as a colour, one pixel each.
attribute float a_cell;          // centre of its pixel, -1..1
varying vec3 v_colour;
void main() {
  v_colour = placed();
  gl_Position = vec4(a_cell, 0.0, 0.0, 1.0);
  gl_PointSize = 1.0;
}
