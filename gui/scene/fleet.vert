// A satellite: r = a Rz(drift) (cos(phase) A + sin(phase) B), lit or dark, hidden or not.
uniform mat4 u_view_projection;  // rotation and projection, no translation
uniform vec3 u_earth;            // the Earth's centre from the eye, km
uniform vec3 u_moon;             // the Moon's centre from the eye, km
uniform vec3 u_sun;              // unit vector to the Sun
uniform float u_stage_scale;
uniform float u_size;
uniform float u_gain;
uniform vec3 u_sunlit_colour;
uniform vec3 u_shadow_colour;
uniform vec3 u_rising_colour;
varying vec3 v_colour;

const float EARTH = 6371.0;      // the globe that is drawn
const float MOON = 1737.4;

// True if a sphere stands between the eye and p.
bool behind(vec3 p, vec3 centre, float radius) {
  float b = dot(centre, p);
  if (b <= 0.0) return false;
  vec3 nearest = centre - min(b / dot(p, p), 1.0) * p;
  return dot(nearest, nearest) < radius * radius;
}

// The Earth's shadow is a cone of umbra in a cone of penumbra; 0.00465 is the Sun's angular radius.
float sunlit(vec3 r) {
  float along = dot(r, u_sun);
  if (along >= 0.0) return 1.0;
  float width = -along * 0.00465;
  return smoothstep(6378.137 - width, 6378.137 + width, length(r - along * u_sun));
}

void main() {
  vec3 r = placed();
  vec3 p = compress(r, u_stage_scale) + u_earth;
  vec4 place = u_view_projection * vec4(p, 1.0);
  place.z = 0.0;
  bool outside = max(abs(place.x), abs(place.y)) > place.w;
  bool hidden = outside || out_of_range() || behind(p, u_earth, EARTH) || behind(p, u_moon, MOON);
  // What is not seen goes to the corner just beyond the last pixel.  Outside the clip volume, which would do
  // too, a single vertex sends its whole batch through a software renderer's slow path: twice the time.
  gl_Position = hidden ? vec4(1.0, 1.0, 0.0, 1.0) : place;
  gl_PointSize = u_size;

  vec3 colour = u_rising ? u_rising_colour : mix(u_shadow_colour, u_sunlit_colour, sunlit(r));
  // In front of the globe points are fainter, so that it stays legible.
  vec3 nearest = u_earth - dot(u_earth, p) / dot(p, p) * p;
  v_colour = colour * (u_gain * (dot(nearest, nearest) < EARTH * EARTH ? 0.5 : 1.0));
}
