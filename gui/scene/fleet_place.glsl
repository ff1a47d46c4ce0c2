// Where a satellite on station is: used by the picture and by the read-back that tests it.
uniform sampler2D u_shells;      // per shell: a cos(phase), a sin(phase), cos(drift), sin(drift)
const bool RISING = false;

// Geocentric, GCRS axes, km, true scale.
vec3 placed() {
  float number = floor(length(a_shell) + 0.5);
  vec4 s = texture2D(u_shells, vec2((number - 0.5) / u_rows, 0.5));
  vec3 q = (s.x / number) * a_shell + s.y * b_unit;
  return vec3(s.z * q.x - s.w * q.y, s.w * q.x + s.z * q.y, q.z);
}
