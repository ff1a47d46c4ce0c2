// Where a rising satellite is, from the same 28 bytes and the table of gui/rising_frame.py.
uniform sampler2D u_climb;       // a row a shell: nodes, then what is of the shell alone
uniform float u_columns;
uniform float u_first;           // the chunk's first place after node 0, in launches of the stride
uniform float u_step;            // launches from node to node
const bool RISING = true;
const float TURN = 6.283185307;

vec4 climb(float column, float row) { return texture2D(u_climb, vec2((column + 0.5) / u_columns, row)); }

// Geocentric, GCRS axes, km, true scale.
vec3 placed() {
  float number = floor(length(a_shell) + 0.5);
  float row = (number - 0.5) / u_rows;
  float launch = a_place + u_first;
  float column = clamp(floor((launch + 0.5) / u_step), 0.0, u_columns - 3.0);
  vec4 node = climb(column, row);                 // turns, y, and how y goes on
  vec4 shell = climb(u_columns - 2.0, row);       // radius, extra turns, extra mean motion, drift
  vec4 lag = climb(u_columns - 1.0, row);

  // y is the share of the climb that is left.  Turns come as the node's and Taylor's series, which ends, so that
  // no float has to hold hundreds of turns.
  float after = launch - column * u_step;
  float more = after * (node.z + after * node.w);
  float y0 = node.y, y = clamp(y0 + more, 0.0, 1.0);
  float extra = more * (y0 * y0 * (3.0 - 2.0 * y0) + more * (3.0 * y0 * (1.0 - y0)
                + more * (1.0 - 2.0 * y0 - 0.5 * more)));
  float angle = TURN * (node.x - shell.y * extra);

  float y2 = y * y, y3 = y2 * y, w = y2 * (3.0 - 2.0 * y);
  float radius = shell.x * pow(1.0 + shell.z * w, -0.6666667);
  float y5 = y3 * y2, y7 = y5 * y2, y9 = y7 * y2;
  float drift = shell.w + dot(lag, vec4(              // the integrals of w, w^2, w^3, w^4 from 0 to y
      y3 * (1.0 - 0.5 * y),
      y5 * (1.8 + y * (-2.0 + y * 0.5714286)),
      y7 * (3.8571429 + y * (-6.75 + y * (4.0 - y * 0.8))),
      y9 * (9.0 + y * (-21.6 + y * (19.6363636 + y * (-8.0 + y * 1.2307692))))));

  vec3 q = radius * ((cos(angle) / number) * a_shell + sin(angle) * b_unit);
  float c = cos(drift), s = sin(drift);
  return vec3(c * q.x - s * q.y, s * q.x + c * q.y, q.z);
}
