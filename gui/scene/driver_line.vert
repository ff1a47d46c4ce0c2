// A piece of the track as a screen-space quad: as wide as it is, or as wide as must be to be seen.
attribute vec2 a_span;       // where it begins and ends, 0 breech .. 1 muzzle
attribute vec2 a_end;        // x: 0 or 1, which of them; y: -1 or +1, the side
uniform mat4 u_view_projection;
uniform mat3 u_axes;
uniform vec3 u_eye;
uniform vec2 u_slope;
uniform vec2 u_sample;       // 2 / viewport
uniform float u_px;          // angle of a sample
uniform float u_radius;      // km
uniform float u_least;       // least half width, samples
uniform float u_most;        // where it is wider than this it is not drawn: there its shape is
varying float v_s;
varying float v_side;        // -1..1
varying float v_half;        // half width, samples
varying float v_true;        // true half width, samples
varying float v_w;
vec3 place(float share) {
  float x = (share - 1.0) * u_length;
  return vec3(x * u_slope.x - 0.014 * u_slope.y, 0.0, x * u_slope.y + 0.014 * u_slope.x) - u_eye;
}
const float NEAR = 1e-3;
void main() {
  vec4 a = u_view_projection * vec4(u_axes * place(a_span.x), 1.0);
  vec4 b = u_view_projection * vec4(u_axes * place(a_span.y), 1.0);
  v_s = mix(a_span.x, a_span.y, a_end.x) * u_length;
  v_side = a_end.y;
  v_half = v_true = v_w = 0.0;
  if (a.w < NEAR && b.w < NEAR) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); return; }
  if (a.w < NEAR) a = mix(a, b, (NEAR - a.w) / (b.w - a.w));
  if (b.w < NEAR) b = mix(b, a, (NEAR - b.w) / (a.w - b.w));
  if (u_radius > u_most * u_px * max(a.w, b.w)) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); return; }
  vec2 along = (b.xy / b.w - a.xy / a.w) / u_sample;
  float size = length(along);
  along = size > 1e-5 ? along / size : vec2(1.0, 0.0);
  vec4 p = a_end.x < 0.5 ? a : b;
  v_true = u_radius / (u_px * p.w);
  v_half = max(min(v_true, u_most), u_least);
  p.xy += vec2(-along.y, along.x) * a_end.y * (v_half + 0.5) * u_sample * p.w;
  p.z = 0.0;
  v_w = p.w;
  gl_Position = p;
}
