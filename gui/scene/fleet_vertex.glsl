// A satellite in 28 bytes.
attribute vec3 a_shell;          // A, the unit position at the scenario's start, times (shell + 1)
attribute vec3 b_unit;           // B, the unit velocity direction there
attribute float a_place;         // its place in the launch order of its chunk
uniform vec2 u_range;            // places from x up to y are drawn
uniform float u_rows;            // shells

bool out_of_range() { return a_place < u_range.x || a_place >= u_range.y; }
