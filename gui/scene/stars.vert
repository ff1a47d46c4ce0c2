attribute vec3 a_direction;
attribute vec4 a_light;      // rgb, and the diameter in pixels
uniform mat4 u_view_projection;
uniform float u_scale;       // samples a pixel
varying vec3 v_colour;
varying float v_soft;
void main() {
  gl_Position = u_view_projection * vec4(a_direction, 1.0);
  gl_Position.z = 0.0;
  float size = a_light.a * u_scale;
  gl_PointSize = max(size, 1.0);
  v_soft = size > 1.5 ? 1.0 : 0.0;
  v_colour = a_light.rgb * min(size * size, 1.0);
}
