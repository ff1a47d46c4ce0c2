// Where a satellite is, from 28 bytes: used by the picture and by the read-back that tests it.
attribute vec3 a_shell;          // A, the unit position at the scenario's start, times (shell + 1)
attribute vec3 b_unit;           // B, the unit velocity direction there
attribute float a_place;         // its place in the launch order of its chunk
uniform sampler2D u_shells;      // per shell: a cos(phase), a sin(phase), cos(drift), sin(drift)
uniform float u_rows;
uniform vec2 u_range;            // places from x up to y are on station
uniform bool u_rising;           // then a_shell is the position itself, km

// Geocentric, GCRS axes, km, true scale.
vec3 placed() {
  if (u_rising) return a_shell;
  float number = floor(length(a_shell) + 0.5);
  vec4 s = texture2D(u_shells, vec2((number - 0.5) / u_rows, 0.5));
  vec3 q = (s.x / number) * a_shell + s.y * b_unit;
  return vec3(s.z * q.x - s.w * q.y, s.w * q.x + s.z * q.y, q.z);
}

bool out_of_range() { return a_place < u_range.x || a_place >= u_range.y; }
