// Ray-cast sphere of radius 1: everything in its radii, seen from the eye.
varying vec3 v_corner;
varying vec3 v_offset;
uniform mat3 u_to_body;      // GCRS -> the body's own axes
uniform vec3 u_sun;          // unit, in the body's axes
uniform vec3 u_back;         // the camera's backward axis, GCRS
uniform vec3 u_other;        // the body that may eclipse this one, in the body's axes
uniform float u_other_radius;
uniform float u_radius_km;
uniform float u_pixel;       // size of a pixel at the limb
const float PI = 3.14159265;

// How near the ray passes: d its direction, along the distance to the nearest point, near that point from the
// centre.  The offset across the ray is found by itself: b*b - 4ac would lose 1 % of R*R at the Moon's distance.
float impact(out vec3 d, out float along, out vec3 near) {
  float distance = length(v_corner);
  d = v_corner / distance;
  float k = dot(d, v_offset);
  near = v_offset - k * d;
  along = distance - k;
  return dot(near, near);
}

// Longitude 0 in the middle column, north in the first row.
vec2 map_place(vec3 n) { return vec2(atan(n.y, n.x) / (2.0 * PI) + 0.5, acos(clamp(n.z, -1.0, 1.0)) / PI); }

// The same place, written so that no pixel pair straddles the jump of longitude (it would pick the smallest mipmap).
vec2 seamless(vec2 place) {
  float wrapped = fract(place.x + 0.5) - 0.5;
  return fwidth(place.x) <= fwidth(wrapped) + 1e-5 ? place : vec2(wrapped, place.y);
}

// Part of the Sun's disc that the other body leaves, at a point p from the centre.
float eclipse(vec3 p) {
  vec3 to = u_other - p;
  float ahead = dot(to, u_sun);
  float across = length(to - ahead * u_sun);
  float penumbra = 0.00465 * ahead;
  return ahead > 0.0 ? smoothstep(u_other_radius - penumbra, u_other_radius + penumbra, across) : 1.0;
}

float body_depth(float t, vec3 d) { return log_depth(-t * u_radius_km * dot(d, u_back)); }
