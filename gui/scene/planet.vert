// A planet from afar: a point of fixed size.
attribute vec3 a_offset;         // from the eye, km
attribute vec4 a_colour;         // rgb, and the diameter in pixels
uniform mat4 u_view_projection;
uniform float u_scale;           // samples a pixel
uniform float u_strength;
varying vec4 v_colour;
varying float v_feather;
void main() {
  gl_Position = u_view_projection * vec4(a_offset, 1.0);
  gl_Position.z = 0.0;
  gl_PointSize = 2.0 * a_colour.a * u_scale;   // twice, for the glow round it
  v_colour = vec4(a_colour.rgb, u_strength);
  v_feather = 2.0 / gl_PointSize;
}
