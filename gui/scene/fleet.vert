// A satellite, lit or dark, hidden or not.
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

  // Where the line of sight passes each body's centre: before the satellite the body hides it, if it is near enough.
  float per_length = 1.0 / dot(p, p);
  float earth_along = dot(u_earth, p) * per_length;
  float moon_along = dot(u_moon, p) * per_length;
  vec3 earth_beside = u_earth - earth_along * p;
  vec3 moon_beside = u_moon - moon_along * p;
  bool over_earth = dot(earth_beside, earth_beside) < EARTH * EARTH;
  bool behind_earth = over_earth && earth_along > 0.0 && earth_along < 1.0;
  bool behind_moon = dot(moon_beside, moon_beside) < MOON * MOON && moon_along > 0.0 && moon_along < 1.0;
  bool outside = max(abs(place.x), abs(place.y)) > place.w;

  // What is not seen goes to the corner just beyond the last pixel.  Outside the clip volume, which would do
  // too, a single vertex sends its whole batch through a software renderer's slow path: twice the time.
  bool hidden = outside || out_of_range() || behind_earth || behind_moon;
  gl_Position = hidden ? vec4(1.0, 1.0, 0.0, 1.0) : place;
  gl_PointSize = u_size;

  // In front of the globe points are fainter, so that it stays legible.
  vec3 colour = RISING ? u_rising_colour : mix(u_shadow_colour, u_sunlit_colour, sunlit(r));
  v_colour = colour * (hidden ? 0.0 : over_earth ? 0.5 * u_gain : u_gain);
}
