// What can be set on the page: each key with its unit, its choices, or 'list' and 'secret'; all other keys are shown.

export const ON_OFF = ['true', 'false'];

/** Who reaches the page: this machine, or the whole network. */
export const NETWORK = ['127.0.0.1', '0.0.0.0'];

/** Of the house, by groups. */
export const HOUSE = {
  aim: { goal_w: 'W', limit_w: 'W', connection_w: 'W' },
  bill: { 'tariff.area': [], 'tariff.volume_kwh': 'kWh' },
  control: { 'control.mode': ['active', 'shadow', 'off'], 'control.fuse_a': 'A', silence_s: 's' },
  mqtt: { 'mqtt.broker.enabled': ON_OFF, 'mqtt.host': '', 'mqtt.port': 'n', 'mqtt.user': '', 'mqtt.password': 'secret', 'mqtt.site': '' },
  homeAssistant: { 'home_assistant.enabled': ON_OFF, 'home_assistant.language': ['nl', 'fr', 'de', 'en'], 'home_assistant.format': ['device', 'single'], 'home_assistant.interval_s': 's' },
  web: { 'web.bind': NETWORK },
  store: { 'store.backup.folder': '', 'store.backup.keep': 'n', 'store.keep_days': 'd' },
};

/** What energy costs, below prices. */
export const PRICES = {
  source: ['none', 'fixed', 'bands', 'energy-charts', 'entsoe'], entsoe_token: 'secret', vat_percent: '%',
  'formula.a': '', 'formula.b': 'c€/kWh', 'formula.c': '', 'formula.d': 'c€/kWh',
  'charges.certificates_cent': 'c€/kWh', 'charges.network_cent': 'c€/kWh', 'charges.levies_cent': 'c€/kWh',
  'fixed.import_cent': 'c€/kWh', 'fixed.export_cent': 'c€/kWh',
};

const TAXES = ['charges.certificates_cent', 'charges.network_cent', 'charges.levies_cent', 'vat_percent'];
const DYNAMIC = ['formula.a', 'formula.b', 'formula.c', 'formula.d', ...TAXES];

/** Which of them count, by their source. */
export const PRICES_OF = {
  fixed: ['fixed.import_cent', 'fixed.export_cent', ...TAXES], bands: TAXES, 'energy-charts': DYNAMIC, entsoe: ['entsoe_token', ...DYNAMIC],
};

/** Of a load, by groups; below loads[<id>]. */
export const LOAD = {
  what: { name: '', priority: 'n', power_w: 'W', wires: 'list', needs: 'list', fail_safe: '' },
  limits: {
    min_shed_s: 's', min_on_s: 's', longest_shed_min: 'min', switches_per_day: 'n', never_shed: 'list', 'due.kwh': 'kWh', 'due.time': '', hands_off_min: 'min', lag_s: 's',
  },
};

/** What a load is switched or set with; each a group of its own that may be missing. */
export const SWITCHES = {
  gpio: { pin: 'n', active_low: ON_OFF, normally_closed: ON_OFF },
  mqtt: {
    preset: ['', 'tasmota', 'shelly_gen1', 'shelly_gen2', 'zigbee2mqtt', 'evcc', 'openwb', 'home_assistant'],
    device: '', topic: '', shed: '', restore: '', 'set.topic': '', 'set.payload': '', 'state.topic': '', 'state.path': '', 'state.off': '', 'power.topic': '', 'power.path': '',
  },
  http: {
    preset: ['', 'shelly', 'goe'],
    address: '', shed: '', restore: '', set: '', look: '', state_path: '', state_off: '', power_path: '', user: '', password: 'secret',
  },
  modbus: {
    host: '', port: 'n', unit: 'n', coil: 'n', register: 'n', off: 'n', on: 'n', 'value.register': 'n', 'value.type': ['uint16', 'int16', 'uint32', 'int32', 'float32'], 'value.scale': '', 'power.register': 'n', 'power.type': ['uint16', 'int16', 'uint32', 'int32', 'float32'], 'power.scale': '',
  },
  sg_ready: { 'block.pin': 'n', 'block.active_low': ON_OFF, 'boost.pin': 'n', 'boost.active_low': ON_OFF, free: ['2', '3', '4'] },
  marstek: { host: '', port: 'n' },
  victron: { host: '', port: 'n', ca: '', password: 'secret', portal: '', rest_w: 'W' },
  niko: { host: '', port: 'n', ca: '', token_file: '', uuid: '' },
  modulating: { unit: ['ampere', 'watt', 'percent'], min: 'n', max: 'n', step: 'n', watts_per_unit: 'W', pausable: ON_OFF },
};

/** Devices that people look for by name: each a way above, of those with a preset that preset. */
export const DEVICES = {
  'http.shelly': 'Shelly Plus, Pro, Gen2+ (HTTP)', 'mqtt.shelly_gen2': 'Shelly Plus, Pro, Gen2+ (MQTT)', 'mqtt.shelly_gen1': 'Shelly Gen1 (MQTT)',
  'mqtt.tasmota': 'Tasmota (MQTT)', 'mqtt.zigbee2mqtt': 'Zigbee2MQTT', 'mqtt.home_assistant': 'Home Assistant (MQTT)',
  'http.goe': 'go-e Charger', 'mqtt.evcc': 'evcc', 'mqtt.openwb': 'openWB',
  marstek: null, victron: null, niko: null, sg_ready: null,
};

/** Ways that a device of any make may be spoken to. */
export const WAYS = ['gpio', 'mqtt', 'http', 'modbus'];

/** What is asked even where a preset says the rest. */
export const BESIDE_PRESET = ['preset', 'device', 'address', 'user', 'password'];

/** A contact of a heat pump, by its number, may be a relay elsewhere than on a pin. */
export const CONTACTS = { block: 1, boost: 2 };

export const ELSEWHERE = ['mqtt', 'modbus'];

/** The ways to people, below notify. */
export const CHANNELS = {
  ntfy: { server: '', topic: '', token: 'secret', user: '', password: 'secret' },
  telegram: { token: 'secret', chat: '' },
  pushover: { token: 'secret', user_key: 'secret' },
  gotify: { server: '', token: 'secret' },
  webhook: { url: 'secret' },
  mail: { server: '', port: 'n', tls: ['starttls', 'tls', 'none'], user: '', password: 'secret', from: '', to: 'list' },
};

export const PEOPLE = { 'notify.language': ['nl', 'fr', 'de', 'en'], 'notify.quiet': 'list', 'notify.mqtt': ON_OFF };

export const RULES = ['quarter', 'month_peak', 'load', 'meter', 'disk', 'backup', 'month', 'year'];

export const RULE = { level: ['off', 'low', 'normal', 'high'], most_per_day: 'n' };

/** Whether a key is one of these: what is not is shown beside them. */
export function isOffered(key) {
  const load = /^loads\[[^\]]+]\.(.+)$/.exec(key)?.[1];
  if (load) {
    return load === 'id' || load in LOAD.what || load in LOAD.limits || isBelow(load, SWITCHES);
  }
  const people = /^notify\.(.+)$/.exec(key)?.[1];
  const [, rule, of] = /^rules\.(\w+)\.(\w+)$/.exec(people ?? '') ?? [];
  return (RULES.includes(rule) && of in RULE) || key in PEOPLE || isBelow(people ?? '', CHANNELS)
    || isBelow(key, { prices: PRICES }) || Object.values(HOUSE).some((keys) => key in keys);
}

const isBelow = (key, groups) => Object.entries(groups).some(([name, keys]) => key.startsWith(`${name}.`) && key.slice(name.length + 1) in keys);
