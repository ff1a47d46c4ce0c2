// Writes where each payload is, from the eye, as a colour, one pixel each.
attribute float a_cell;          // centre of its pixel, -1..1
void main() {
  v_colour = placed(clamp(share_of_flight(), 0.0, 1.0));
  gl_Position = vec4(a_cell, 0.0, 0.0, 1.0);
  gl_PointSize = 1.0;
}
