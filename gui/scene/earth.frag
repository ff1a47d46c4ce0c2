// The Earth: ground, sea, clouds, lights, and the air over them and beyond the limb.
uniform sampler2D u_surface;  // rgb by day (sRGB), a water
uniform sampler2D u_aux;      // rg slope to east and north, b city lights, a clouds
uniform float u_clouds;       // these three 0 or 1
uniform float u_lights;
uniform float u_air;

const vec3 TAU = vec3(0.050, 0.120, 0.270);   // optical depth straight up, red green blue
const vec3 PATH = vec3(0.030, 0.078, 0.110);  // what a low Sun's light loses on its way; blue comes back from all sides
const float H = 0.0020;                       // scale height in radii: 13 km, half as high again as the true 8
const vec3 LAMP = vec3(1.0, 0.57, 0.23);

// Colour of sunlight that has come down to a place where the Sun stands at sine mu.
vec3 sunlight(float mu) { return exp(-0.55 * TAU / (max(mu, 0.0) + 0.055)) * smoothstep(-0.035, 0.075, mu); }

// Light scattered towards the eye by a column of air; mu: sine of the Sun's height; thick: columns' worth of air;
// height: of its lowest part; slant: how much air a low Sun's light has crossed.  Past the terminator only the air
// above the Earth's shadow is lit.
// dim: how much of what lies behind the column gets through it.
vec3 air_light(float mu, float thick, float height, float ahead, float slant, out vec3 dim) {
  float dip = min(mu, 0.0);
  vec3 column = -TAU * thick;
  vec3 scattered = 1.0 - exp(column * exp(-max(height, 0.30 * dip * dip) / H));
  dim = 1.0 - 0.8 * scattered;
  vec3 arriving = exp(-PATH * mix(0.4, slant * exp(-height / H), smoothstep(0.32, -0.02, mu)));
  float forward = max(ahead, 0.0);
  forward *= forward; forward *= forward; forward *= forward;
  return scattered * arriving * (0.50 + 0.22 * ahead * ahead + 2.2 * forward * forward);
}

float power_128(float x) { x *= x; x *= x; x *= x; x *= x; x *= x; x *= x; return x * x; }
float opacity(float c) { return c * (1.22 - 0.22 * c); }   // the map is of fair weather: a little more of it

void main() {
  vec3 d, near;
  float along;
  float b2 = impact(d, along, near), b = sqrt(b2);
  float cover = along > 0.0 ? clamp((1.0 - b) / u_pixel + 0.5, 0.0, 1.0) : 0.0;
  vec3 db = u_to_body * d;
  float ahead = dot(db, u_sun);

  // Beyond the limb: a ray through air alone.
  vec3 beyond = vec3(0.0);
  if (cover < 1.0 && along > 0.0) {
    float height = max(b - 1.0, 0.0);
    float mu = dot(u_to_body * near, u_sun) / b;
    vec3 dim;
    beyond = air_light(mu, 13.0, height, ahead, 34.0, dim);
    // Airglow: a thin green-blue shell 90 km up, all round the night side.
    float shell = max(height - 0.0125, 0.0) / 0.0026;
    beyond += vec3(0.0006, 0.0014, 0.0014) * exp(-shell * shell) * smoothstep(0.10, -0.10, mu)
              * min(0.0003 / u_pixel, 1.0);
    beyond = tone(beyond * u_air);
  }
  if (cover <= 0.0) {
    float alpha = max(beyond.r, max(beyond.g, beyond.b));
    if (alpha < 0.004) discard;
    gl_FragColor = vec4(beyond, alpha);
    gl_FragDepth = 1.0;
    return;
  }

  float down = sqrt(max(1.0 - b2, 0.0));            // cosine between the ray and the vertical
  vec3 n = normalize(u_to_body * (near - down * d));
  vec2 place = seamless(map_place(n));
  vec4 surface = texture2D(u_surface, place);
  vec4 aux = texture2D(u_aux, place);
  float mu = dot(n, u_sun);
  vec3 east = normalize(vec3(-n.y, n.x, 1e-6));
  vec3 north = cross(n, east);

  float grain = detail(place) * smoothstep(0.0, 0.35, length(n.xy));   // meridians crowd at the poles

  // Clouds stand above the ground: what lies towards the Sun shades what lies here, ground and cloud alike.
  float cloud = 0.0, shade = 0.0;
  if (u_clouds > 0.5) {
    float reach = 0.0019 / max(mu, 0.22);
    vec2 sunward = vec2(dot(east, u_sun) / (2.0 * PI * max(length(n.xy), 0.05)), -dot(north, u_sun) / PI) * reach;
    cloud = opacity(aux.a);
    cloud = clamp(cloud + 1.5 * grain * cloud * (1.0 - cloud), 0.0, 1.0);
    shade = opacity(texture2D(u_aux, place + sunward).a);
  }

  vec3 ground = linear(surface.rgb) * (1.0 + 0.24 * grain * (1.0 - surface.a));
  ground = mix(ground * 0.92, vec3(0.0022, 0.0100, 0.0300) + 0.12 * ground, 0.86 * surface.a);
  vec3 colour = vec3(0.0);
  if (mu > -0.15) {      // day and twilight: the dark half costs little
    vec2 slope = aux.rg * 2.0 - 1.0;
    float lit = max(dot(normalize(n + 0.55 * (east * slope.x + north * slope.y)), u_sun), 0.0);
    float open = eclipse(n);
    vec3 sun = sunlight(mu) * open;
    vec3 sky = vec3(0.030, 0.055, 0.095) * smoothstep(-0.14, 0.35, mu);
    colour = ground * (1.75 * sun * lit * (1.0 - 0.60 * shade * (1.0 - cloud)) + sky);

    // Glint: a tight core on a weak skirt, stronger where the sea is seen aslant.
    vec3 half_way = normalize(u_sun - db);
    float skirt = power_128(max(dot(n, half_way), 0.0));
    float core = skirt * skirt; core *= core; core *= core;      // to the 1024
    float aslant = 1.0 - max(dot(half_way, u_sun), 0.0);
    float fresnel = 0.02 + 0.98 * aslant * aslant * aslant * aslant * aslant;
    float glint = min(fresnel * (20.0 * core + 1.3 * skirt), 1.6) * smoothstep(0.0, 0.02, mu);
    colour += surface.a * (1.0 - 0.9 * cloud) * glint * sun;

    // Clouds are lit from the side by the step between here and sunwards.
    float relief = clamp(1.0 + 1.1 * (cloud - shade) * smoothstep(0.0, 0.25, mu), 0.45, 1.5);
    vec3 cloud_sun = mix(sun, vec3(1.0, 0.98, 0.96) * open, 0.35) * smoothstep(-0.05, 0.10, mu);
    vec3 cloud_colour = vec3(0.93, 0.95, 0.98) * (cloud_sun * (0.14 + 0.92 * max(mu, 0.0)) * relief + 0.8 * sky);
    colour = mix(colour, cloud_colour, 0.94 * cloud);
  }

  if (mu < 0.03) {       // dusk and night
    float night = 1.0 - smoothstep(-0.14, 0.03, mu);
    float lamps = aux.b * aux.b * (1.4 + 2.4 * aux.b);
    colour += night * (u_lights * lamps * LAMP * (1.0 - 0.8 * cloud) + (ground * 0.005 + vec3(0.0006, 0.0011, 0.0024))
                       * (1.0 + 3.0 * cloud));
  }

  // The air between: it dims what is behind and adds its own light.
  float thick = 0.55 / (down + 0.075);
  vec3 dim;
  vec3 veil = air_light(mu, thick, 0.0, ahead, 4.0, dim) * smoothstep(-0.17, 0.20, mu);
  colour = mix(colour, colour * dim + veil, u_air);
  gl_FragColor = vec4(mix(beyond, tone(colour), cover), 1.0);
  gl_FragDepth = body_depth(along - down, d);
}
