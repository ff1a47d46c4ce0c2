// A segment as a screen-space quad: line width is not to be had from every driver.
attribute vec3 a_from;       // the segment's ends, from the eye, km
attribute vec3 a_to;
attribute vec2 a_end;        // x: 0 at from, 1 at to; y: -1 or +1, the side
attribute float a_alpha;
uniform mat4 u_view_projection;
uniform vec2 u_sample;       // 2 / viewport
uniform float u_half_width;  // samples, with one of feather
varying float v_alpha;
varying float v_side;
varying float v_w;
const float NEAR = 1e-3;
void main() {
  vec4 a = u_view_projection * vec4(a_from, 1.0);
  vec4 b = u_view_projection * vec4(a_to, 1.0);
  v_alpha = a_alpha;
  v_side = a_end.y * u_half_width;
  if (a.w < NEAR && b.w < NEAR) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    v_w = 0.0;
    return;
  }
  if (a.w < NEAR) a = mix(a, b, (NEAR - a.w) / (b.w - a.w));
  if (b.w < NEAR) b = mix(b, a, (NEAR - b.w) / (a.w - b.w));
  vec2 along = (b.xy / b.w - a.xy / a.w) / u_sample;
  float size = length(along);
  along = size > 1e-5 ? along / size : vec2(1.0, 0.0);
  vec4 p = a_end.x < 0.5 ? a : b;
  p.xy += (vec2(-along.y, along.x) * v_side + along * (a_end.x - 0.5)) * u_sample * p.w;
  p.z = 0.0;
  v_w = p.w;
  gl_Position = p;
}
