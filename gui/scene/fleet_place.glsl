// Where a satellite is, from 28 bytes: used by the picture and by the read-back that tests it.
attribute vec3 a_unit;           // A: unit position at the scenario's start
attribute vec3 b_unit;           // B: unit velocity direction there
attribute float a_place;         // shell, and behind the point its place in the launch order of its chunk
uniform sampler2D u_shells;      // per shell: a cos(phase), a sin(phase), cos(drift), sin(drift)
uniform float u_rows;
uniform vec2 u_range;            // places from x up to y are on station

// Geocentric, GCRS axes, km, true scale.
vec3 placed() {
  vec4 s = texture2D(u_shells, vec2((floor(a_place) + 0.5) / u_rows, 0.5));
  vec3 q = s.x * a_unit + s.y * b_unit;
  return vec3(s.z * q.x - s.w * q.y, s.w * q.x + s.z * q.y, q.z);
}

bool out_of_range() { float place = fract(a_place); return place < u_range.x || place >= u_range.y; }
bool is_rising() { return a_place > u_rows - 1.5; }
