// What the page says, in the four languages of its readers. {…} is filled in.

const en = {
  locale: 'en-GB',
  language: 'Language',
  meterTime: 'Meter time',
  expected: 'Expected demand',
  atLeast: 'at least',
  target: 'target {target} kW',
  likely: '80 % sure: {low} to {high} kW',
  chance: '{percent} % chance of passing the target',
  safe: 'Can no longer pass the target',
  calm: 'Stays under the target',
  maybe: 'May still pass the target',
  unsure: 'Not known from its start: may become more',
  alarm: 'On course to pass the target',
  passed: 'The target is passed',
  alarmOver: 'The alarm is over',
  left: 'May still draw',
  leftAtMost: 'May still draw at most',
  leftFor: 'on average, {time} to go',
  now: 'Now',
  import: 'Import',
  export: 'Export',
  mean: 'Mean of 30 s, net',
  thisQuarter: 'This quarter-hour',
  sofar: 'So far',
  forecast: 'Forecast',
  alarmLine: 'Alarm line',
  limit: 'Limit',
  graph: 'Quarter-hour {times}: so far {sofar} Wh, forecast {forecast} Wh, alarm line {alarm} Wh, limit {limit} Wh.',
  monthPeak: 'Month peak',
  peakHistory: 'Peaks of the last 12 months',
  peakWhen: 'quarter-hour until {time}',
  peakNone: 'No whole quarter-hour yet this month',
  peakMinimum: 'billed at least',
  costYear: 'peaks cost {euro} € a year',
  costQuarter: 'this quarter-hour adds {euro} €',
  unknown: 'unknown',
  loads: 'Switched loads',
  noLoads: 'No switched loads are set up.',
  on: 'On',
  shed: 'Shed',
  undo: 'Undo',
  whoDecides: 'Who decides',
  handsOff: 'left alone until {time}',
  control: 'Control',
  control_active: 'control acts',
  control_shadow: 'control only looks on',
  control_off: 'control is off',
  auto: 'automatic',
  always_on: 'kept on by hand',
  always_shed: 'kept off by hand',
  relayFailed: 'the relay does not obey',
  loadUnknown: 'Unknown',
  loadLost: 'not reachable; last contact {time}',
  diskTrouble: 'What is measured cannot be kept: {why}.',
  diskDropped: '{readings} readings were lost.',
  backupTrouble: 'No backup could be made: {why}.',
  guesses: 'Somebody guesses passwords: {wrong} wrong, {refused} refused unread, the last {ago} ago from {from}. If that device is not yours, keep it off the network.',
  plan: 'The coming day',
  planTurn: '{load}: {power} kW on average from {from} to {until}',
  planFirstDay: 'On the first day this is a guess: BSMR does not know your house yet.',
  planHouse: 'Rest of the house',
  planLevel: 'Filled up to',
  planTarget: 'Target',
  whatif: 'What if',
  whatifLoad: 'Start a load of',
  whatifFor: 'for',
  whatifAsk: 'Now?',
  whatifNow: 'Now',
  whatifThen: 'Cheapest, {time}',
  whatifBest: 'No moment within {hours} h is cheaper.',
  whatifChance: '{percent} % chance of passing the target',
  whatifAnyway: '{percent} % chance of passing the target, {anyway} % anyway',
  whatifPeak: 'month peak expected {added} kW higher',
  whatifCost: 'at most € {euro} over a year, VAT included',
  whatifFree: 'no quarter-hour peak is billed here',
  whatifUnknown: 'cost unknown: tariff.area is not set, or has no sheet of that year',
  whatifNone: 'No forecast yet: no telegram has come.',
  whatifFailed: 'No answer: {error}',
  decisions: 'What happened',
  noDecisions: 'Nothing yet since the program started.',
  phases: 'Phases',
  phase: 'Phase',
  voltage: 'Voltage',
  current: 'Current',
  power: 'Power',
  delta: '3×230 V without neutral: the meter measures L1 and L3',
  deltaStar: '3×230 V without neutral: voltages against the star point',
  star: '3×400 V with neutral',
  single: 'Single phase, 230 V',
  notMeasured: 'not measured',
  registers: 'Registers',
  tariff: 'Tariff',
  tariffNow: 'now',
  total: 'Total',
  others: 'Other meters',
  gas: 'Gas', water: 'Water', heat: 'Heat', electricity: 'Electricity', warm_water: 'Warm water', cooling: 'Cooling', other: 'Other meter',
  link: 'Link to the meter',
  connected: 'Connected',
  disconnected: 'Not connected',
  lastTelegram: 'Last telegram',
  ago: '{age} ago',
  accepted: 'Accepted',
  rejected: 'Rejected',
  meter: 'Meter',
  skew: "Meter's clock",
  skewNone: 'as ours',
  skewBehind: '{age} behind ours',
  skewAhead: '{age} ahead of ours',
  more: 'More details',
  recentRejected: 'Rejected lately',
  recent: '{rejected} of the last {telegrams}',
  lastRejected: 'Last rejected',
  rejectedAt: '{cause}, {time}, byte {offset}',
  strayBytes: 'Stray bytes',
  bytes: 'Bytes received',
  timesOpened: 'Times opened',
  linkSource: 'Read from',
  waiting: 'Waiting for the first telegram',
  stale: 'No telegram for {age}. These numbers are old.',
  lost: 'Connection lost – reconnecting',
};

const nl = {
  locale: 'nl-BE',
  language: 'Taal',
  meterTime: 'Metertijd',
  expected: 'Verwacht kwartiervermogen',
  atLeast: 'minstens',
  target: 'doel {target} kW',
  likely: '80 % zeker: {low} tot {high} kW',
  chance: '{percent} % kans om boven het doel te komen',
  safe: 'Kan niet meer boven het doel komen',
  calm: 'Blijft onder het doel',
  maybe: 'Kan nog boven het doel komen',
  unsure: 'Niet gekend vanaf het begin: kan meer worden',
  alarm: 'Op weg om het doel te overschrijden',
  passed: 'Het doel is overschreden',
  alarmOver: 'Het alarm is voorbij',
  left: 'Nog beschikbaar',
  leftAtMost: 'Nog hoogstens beschikbaar',
  leftFor: 'gemiddeld, nog {time} te gaan',
  now: 'Nu',
  import: 'Afname',
  export: 'Injectie',
  mean: 'Gemiddelde 30 s, netto',
  thisQuarter: 'Dit kwartier',
  sofar: 'Tot nu toe',
  forecast: 'Voorspelling',
  alarmLine: 'Alarmlijn',
  limit: 'Limiet',
  graph: 'Kwartier {times}: tot nu toe {sofar} Wh, voorspelling {forecast} Wh, alarmlijn {alarm} Wh, limiet {limit} Wh.',
  monthPeak: 'Maandpiek',
  peakHistory: 'Pieken van de laatste 12 maanden',
  peakWhen: 'kwartier tot {time}',
  peakNone: 'Nog geen volledig kwartier deze maand',
  peakMinimum: 'minstens aangerekend',
  costYear: 'pieken kosten {euro} € per jaar',
  costQuarter: 'dit kwartier voegt {euro} € toe',
  unknown: 'onbekend',
  loads: 'Geschakelde toestellen',
  noLoads: 'Er zijn geen toestellen ingesteld.',
  on: 'Aan',
  shed: 'Afgeschakeld',
  undo: 'Ongedaan maken',
  whoDecides: 'Wie beslist',
  handsOff: 'met rust tot {time}',
  control: 'Sturing',
  control_active: 'sturing handelt',
  control_shadow: 'sturing kijkt alleen mee',
  control_off: 'sturing uit',
  auto: 'automatisch',
  always_on: 'met de hand aan',
  always_shed: 'met de hand uit',
  relayFailed: 'het relais gehoorzaamt niet',
  loadUnknown: 'Onbekend',
  loadLost: 'niet bereikbaar; laatste contact {time}',
  diskTrouble: 'Wat gemeten wordt, kan niet bewaard worden: {why}.',
  diskDropped: '{readings} metingen gingen verloren.',
  backupTrouble: 'Er kon geen reservekopie gemaakt worden: {why}.',
  guesses: 'Iemand raadt naar een wachtwoord: {wrong} foute, {refused} ongelezen geweigerd, het laatst {ago} geleden vanaf {from}. Is dat toestel niet van u, houd het dan van het netwerk.',
  plan: 'De komende dag',
  planTurn: '{load}: gemiddeld {power} kW van {from} tot {until}',
  planFirstDay: 'De eerste dag is dit een gok: BSMR kent uw huis nog niet.',
  planHouse: 'Rest van het huis',
  planLevel: 'Gevuld tot',
  planTarget: 'Doel',
  whatif: 'Wat als',
  whatifLoad: 'Start een toestel van',
  whatifFor: 'gedurende',
  whatifAsk: 'Nu?',
  whatifNow: 'Nu',
  whatifThen: 'Goedkoopst, {time}',
  whatifBest: 'Geen moment binnen {hours} u is goedkoper.',
  whatifChance: '{percent} % kans om boven het doel te komen',
  whatifAnyway: '{percent} % kans om boven het doel te komen, {anyway} % hoe dan ook',
  whatifPeak: 'maandpiek naar verwachting {added} kW hoger',
  whatifCost: 'hoogstens € {euro} over een jaar, btw inbegrepen',
  whatifFree: 'hier wordt geen kwartierpiek aangerekend',
  whatifUnknown: 'kost onbekend: tariff.area is niet ingesteld, of heeft geen tariefblad van dat jaar',
  whatifNone: 'Nog geen voorspelling: er kwam nog geen telegram.',
  whatifFailed: 'Geen antwoord: {error}',
  decisions: 'Wat er gebeurde',
  noDecisions: 'Nog niets sinds de start van het programma.',
  phases: 'Fasen',
  phase: 'Fase',
  voltage: 'Spanning',
  current: 'Stroom',
  power: 'Vermogen',
  delta: '3×230 V zonder nulleider: de meter meet L1 en L3',
  deltaStar: '3×230 V zonder nulleider: spanningen tegen het sterpunt',
  star: '3×400 V met nulleider',
  single: 'Eenfasig, 230 V',
  notMeasured: 'niet gemeten',
  registers: 'Tellerstanden',
  tariff: 'Tarief',
  tariffNow: 'nu',
  total: 'Totaal',
  others: 'Andere meters',
  gas: 'Gas', water: 'Water', heat: 'Warmte', electricity: 'Elektriciteit', warm_water: 'Warm water', cooling: 'Koeling', other: 'Andere meter',
  link: 'Verbinding met de meter',
  connected: 'Verbonden',
  disconnected: 'Niet verbonden',
  lastTelegram: 'Laatste telegram',
  ago: '{age} geleden',
  accepted: 'Aanvaard',
  rejected: 'Geweigerd',
  meter: 'Meter',
  skew: 'Klok van de meter',
  skewNone: 'gelijk met de onze',
  skewBehind: '{age} achter',
  skewAhead: '{age} voor',
  more: 'Meer details',
  recentRejected: 'Recent geweigerd',
  recent: '{rejected} van de laatste {telegrams}',
  lastRejected: 'Laatst geweigerd',
  rejectedAt: '{cause}, {time}, byte {offset}',
  strayBytes: 'Verdwaalde bytes',
  bytes: 'Ontvangen bytes',
  timesOpened: 'Keer geopend',
  linkSource: 'Gelezen van',
  waiting: 'Wacht op het eerste telegram',
  stale: 'Al {age} geen telegram. Deze cijfers zijn oud.',
  lost: 'Verbinding verbroken – opnieuw verbinden',
};

const fr = {
  locale: 'fr-BE',
  language: 'Langue',
  meterTime: 'Heure du compteur',
  expected: 'Puissance quart-horaire attendue',
  atLeast: 'au moins',
  target: 'objectif {target} kW',
  likely: 'sûr à 80 % : {low} à {high} kW',
  chance: '{percent} % de risque de dépasser l’objectif',
  safe: 'Ne peut plus dépasser l’objectif',
  calm: 'Reste sous l’objectif',
  maybe: 'Peut encore dépasser l’objectif',
  unsure: 'Pas connu depuis le début : peut être plus élevé',
  alarm: 'En voie de dépasser l’objectif',
  passed: 'L’objectif est dépassé',
  alarmOver: 'L’alarme est terminée',
  left: 'Encore disponible',
  leftAtMost: 'Encore disponible, au plus',
  leftFor: 'en moyenne, encore {time}',
  now: 'Maintenant',
  import: 'Prélèvement',
  export: 'Injection',
  mean: 'Moyenne 30 s, nette',
  thisQuarter: 'Ce quart d’heure',
  sofar: 'Jusqu’ici',
  forecast: 'Prévision',
  alarmLine: 'Ligne d’alarme',
  limit: 'Limite',
  graph: 'Quart d’heure {times} : jusqu’ici {sofar} Wh, prévision {forecast} Wh, ligne d’alarme {alarm} Wh, limite {limit} Wh.',
  monthPeak: 'Pointe du mois',
  peakHistory: 'Pointes des 12 derniers mois',
  peakWhen: 'quart d’heure jusqu’au {time}',
  peakNone: 'Pas encore de quart d’heure complet ce mois-ci',
  peakMinimum: 'minimum facturé',
  costYear: 'les pointes coûtent {euro} € par an',
  costQuarter: 'ce quart d’heure ajoute {euro} €',
  unknown: 'inconnue',
  loads: 'Appareils pilotés',
  noLoads: 'Aucun appareil n’est configuré.',
  on: 'En service',
  shed: 'Délesté',
  undo: 'Annuler',
  whoDecides: 'Qui décide',
  handsOff: 'laissé tranquille jusqu’à {time}',
  control: 'Pilotage',
  control_active: 'le pilotage agit',
  control_shadow: 'le pilotage observe',
  control_off: 'pilotage arrêté',
  auto: 'automatique',
  always_on: 'maintenu en service à la main',
  always_shed: 'maintenu délesté à la main',
  relayFailed: 'le relais n’obéit pas',
  loadUnknown: 'Inconnu',
  loadLost: 'injoignable ; dernier contact {time}',
  diskTrouble: 'Ce qui est mesuré ne peut pas être conservé : {why}.',
  diskDropped: '{readings} relevés ont été perdus.',
  backupTrouble: 'Aucune copie n’a pu être faite : {why}.',
  guesses: 'Quelqu’un essaie des mots de passe : {wrong} faux, {refused} refusés sans être lus, le dernier il y a {ago} depuis {from}. Si cet appareil n’est pas à vous, tenez-le hors du réseau.',
  plan: 'Le jour qui vient',
  planTurn: '{load} : {power} kW en moyenne de {from} à {until}',
  planFirstDay: 'Le premier jour, c’est une supposition : BSMR ne connaît pas encore votre maison.',
  planHouse: 'Reste de la maison',
  planLevel: 'Rempli jusqu’à',
  planTarget: 'Objectif',
  whatif: 'Et si',
  whatifLoad: 'Mettre en marche un appareil de',
  whatifFor: 'pendant',
  whatifAsk: 'Maintenant ?',
  whatifNow: 'Maintenant',
  whatifThen: 'Le moins cher, {time}',
  whatifBest: 'Aucun moment d’ici {hours} h n’est moins cher.',
  whatifChance: '{percent} % de risque de dépasser l’objectif',
  whatifAnyway: '{percent} % de risque de dépasser l’objectif, {anyway} % de toute façon',
  whatifPeak: 'pointe du mois plus haute de {added} kW, probablement',
  whatifCost: 'au plus {euro} € sur un an, TVA comprise',
  whatifFree: 'aucune pointe quart-horaire n’est facturée ici',
  whatifUnknown: 'coût inconnu : tariff.area n’est pas configuré, ou n’a pas de fiche de cette année',
  whatifNone: 'Pas encore de prévision : aucun télégramme n’est arrivé.',
  whatifFailed: 'Pas de réponse : {error}',
  decisions: 'Ce qui s’est passé',
  noDecisions: 'Rien encore depuis le démarrage du programme.',
  phases: 'Phases',
  phase: 'Phase',
  voltage: 'Tension',
  current: 'Courant',
  power: 'Puissance',
  delta: '3×230 V sans neutre : le compteur mesure L1 et L3',
  deltaStar: '3×230 V sans neutre : tensions par rapport au point étoile',
  star: '3×400 V avec neutre',
  single: 'Monophasé, 230 V',
  notMeasured: 'non mesuré',
  registers: 'Index',
  tariff: 'Tarif',
  tariffNow: 'actif',
  total: 'Total',
  others: 'Autres compteurs',
  gas: 'Gaz', water: 'Eau', heat: 'Chaleur', electricity: 'Électricité', warm_water: 'Eau chaude', cooling: 'Froid', other: 'Autre compteur',
  link: 'Liaison avec le compteur',
  connected: 'Connecté',
  disconnected: 'Non connecté',
  lastTelegram: 'Dernier télégramme',
  ago: 'il y a {age}',
  accepted: 'Acceptés',
  rejected: 'Refusés',
  meter: 'Compteur',
  skew: 'Horloge du compteur',
  skewNone: 'comme la nôtre',
  skewBehind: '{age} de retard',
  skewAhead: '{age} d’avance',
  more: 'Plus de détails',
  recentRejected: 'Refusés récemment',
  recent: '{rejected} des {telegrams} derniers',
  lastRejected: 'Dernier refus',
  rejectedAt: '{cause}, {time}, octet {offset}',
  strayBytes: 'Octets égarés',
  bytes: 'Octets reçus',
  timesOpened: 'Ouvertures',
  linkSource: 'Lu de',
  waiting: 'En attente du premier télégramme',
  stale: 'Aucun télégramme depuis {age}. Ces chiffres sont anciens.',
  lost: 'Connexion perdue – reconnexion en cours',
};

const de = {
  locale: 'de-BE',
  language: 'Sprache',
  meterTime: 'Zählerzeit',
  expected: 'Erwartete Viertelstundenleistung',
  atLeast: 'mindestens',
  target: 'Ziel {target} kW',
  likely: 'zu 80 % sicher: {low} bis {high} kW',
  chance: 'Überschreitung zu {percent} % wahrscheinlich',
  safe: 'Kann das Ziel nicht mehr überschreiten',
  calm: 'Bleibt unter dem Ziel',
  maybe: 'Kann das Ziel noch überschreiten',
  unsure: 'Nicht von Anfang an bekannt: kann mehr werden',
  alarm: 'Auf dem Weg, das Ziel zu überschreiten',
  passed: 'Das Ziel ist überschritten',
  alarmOver: 'Der Alarm ist vorbei',
  left: 'Noch verfügbar',
  leftAtMost: 'Noch höchstens verfügbar',
  leftFor: 'im Mittel, noch {time}',
  now: 'Jetzt',
  import: 'Bezug',
  export: 'Einspeisung',
  mean: 'Mittel 30 s, netto',
  thisQuarter: 'Diese Viertelstunde',
  sofar: 'Bisher',
  forecast: 'Prognose',
  alarmLine: 'Alarmlinie',
  limit: 'Grenze',
  graph: 'Viertelstunde {times}: bisher {sofar} Wh, Prognose {forecast} Wh, Alarmlinie {alarm} Wh, Grenze {limit} Wh.',
  monthPeak: 'Monatsspitze',
  peakHistory: 'Spitzen der letzten 12 Monate',
  peakWhen: 'Viertelstunde bis {time}',
  peakNone: 'Noch keine ganze Viertelstunde in diesem Monat',
  peakMinimum: 'mindestens berechnet',
  costYear: 'Spitzen kosten {euro} € im Jahr',
  costQuarter: 'diese Viertelstunde bringt {euro} € dazu',
  unknown: 'unbekannt',
  loads: 'Geschaltete Verbraucher',
  noLoads: 'Es sind keine Verbraucher eingerichtet.',
  on: 'Ein',
  shed: 'Abgeschaltet',
  undo: 'Zurücknehmen',
  whoDecides: 'Wer entscheidet',
  handsOff: 'in Ruhe bis {time}',
  control: 'Steuerung',
  control_active: 'Steuerung handelt',
  control_shadow: 'Steuerung schaut zu',
  control_off: 'Steuerung aus',
  auto: 'automatisch',
  always_on: 'von Hand ein',
  always_shed: 'von Hand aus',
  relayFailed: 'das Relais gehorcht nicht',
  loadUnknown: 'Unbekannt',
  loadLost: 'nicht erreichbar; letzter Kontakt {time}',
  diskTrouble: 'Gemessenes kann nicht aufbewahrt werden: {why}.',
  diskDropped: '{readings} Ablesungen gingen verloren.',
  backupTrouble: 'Es konnte keine Sicherung gemacht werden: {why}.',
  guesses: 'Jemand rät Passwörter: {wrong} falsche, {refused} ungelesen abgewiesen, zuletzt vor {ago} von {from}. Ist dieses Gerät nicht Ihres, halten Sie es vom Netz fern.',
  plan: 'Der kommende Tag',
  planTurn: '{load}: im Mittel {power} kW von {from} bis {until}',
  planFirstDay: 'Am ersten Tag ist das geraten: BSMR kennt Ihr Haus noch nicht.',
  planHouse: 'Übriges Haus',
  planLevel: 'Gefüllt bis',
  planTarget: 'Ziel',
  whatif: 'Was wäre wenn',
  whatifLoad: 'Verbraucher starten mit',
  whatifFor: 'für',
  whatifAsk: 'Jetzt?',
  whatifNow: 'Jetzt',
  whatifThen: 'Am günstigsten, {time}',
  whatifBest: 'Kein Zeitpunkt innerhalb von {hours} h ist günstiger.',
  whatifChance: 'Überschreitung zu {percent} % wahrscheinlich',
  whatifAnyway: 'Überschreitung zu {percent} % wahrscheinlich, zu {anyway} % ohnehin',
  whatifPeak: 'Monatsspitze voraussichtlich {added} kW höher',
  whatifCost: 'höchstens {euro} € über ein Jahr, inkl. MwSt.',
  whatifFree: 'hier wird keine Viertelstundenspitze berechnet',
  whatifUnknown: 'Kosten unbekannt: tariff.area ist nicht eingestellt oder hat kein Blatt dieses Jahres',
  whatifNone: 'Noch keine Prognose: es kam noch kein Telegramm.',
  whatifFailed: 'Keine Antwort: {error}',
  decisions: 'Was geschah',
  noDecisions: 'Noch nichts seit dem Start des Programms.',
  phases: 'Phasen',
  phase: 'Phase',
  voltage: 'Spannung',
  current: 'Strom',
  power: 'Leistung',
  delta: '3×230 V ohne Neutralleiter: der Zähler misst L1 und L3',
  deltaStar: '3×230 V ohne Neutralleiter: Spannungen gegen den Sternpunkt',
  star: '3×400 V mit Neutralleiter',
  single: 'Einphasig, 230 V',
  notMeasured: 'nicht gemessen',
  registers: 'Zählerstände',
  tariff: 'Tarif',
  tariffNow: 'jetzt',
  total: 'Summe',
  others: 'Andere Zähler',
  gas: 'Gas', water: 'Wasser', heat: 'Wärme', electricity: 'Strom', warm_water: 'Warmwasser', cooling: 'Kälte', other: 'Anderer Zähler',
  link: 'Verbindung zum Zähler',
  connected: 'Verbunden',
  disconnected: 'Nicht verbunden',
  lastTelegram: 'Letztes Telegramm',
  ago: 'vor {age}',
  accepted: 'Angenommen',
  rejected: 'Abgelehnt',
  meter: 'Zähler',
  skew: 'Uhr des Zählers',
  skewNone: 'wie unsere',
  skewBehind: 'geht {age} nach',
  skewAhead: 'geht {age} vor',
  more: 'Mehr Einzelheiten',
  recentRejected: 'Zuletzt abgelehnt',
  recent: '{rejected} der letzten {telegrams}',
  lastRejected: 'Letzte Ablehnung',
  rejectedAt: '{cause}, {time}, Byte {offset}',
  strayBytes: 'Verirrte Bytes',
  bytes: 'Empfangene Bytes',
  timesOpened: 'Mal geöffnet',
  linkSource: 'Gelesen von',
  waiting: 'Wartet auf das erste Telegramm',
  stale: 'Seit {age} kein Telegramm. Diese Zahlen sind alt.',
  lost: 'Verbindung unterbrochen – neuer Versuch läuft',
};

const LANGUAGES = { nl, fr, de, en };

// What is decided has the same words everywhere: here, on MQTT and in the journal.
const DECISIONS = await (await fetch('decisions.json')).json();
for (const [language, said] of Object.entries(LANGUAGES)) {
  said.what = DECISIONS[language];
}

/** What each language can say. */
export const KEYS = Object.fromEntries(
  Object.entries(LANGUAGES).map(([language, said]) => [
    language,
    [...Object.keys(said), ...Object.keys(said.what).map((key) => `what.${key}`)],
  ]),
);

const CHOICE = 'bsmr.language';

let words = en;
let formats = {};

/** The language chosen here before, else the browser's first that we speak, else English. */
export function startLanguage() {
  const wanted = [remembered(), ...(navigator.languages ?? [navigator.language])];
  const found = wanted.map((tag) => (tag ?? '').slice(0, 2).toLowerCase()).find((l) => l in LANGUAGES);
  speak(found ?? 'en');
}

/** Switches to a language and remembers it in this browser. */
export function chooseLanguage(language) {
  try {
    localStorage.setItem(CHOICE, language);
  } catch {
    // A browser that keeps nothing still switches.
  }
  speak(language);
}

/** The text of a key, with its {…} filled in; missing values become a dash. */
export function t(key, values = {}) {
  const text = key.split('.').reduce((node, part) => node?.[part], words);
  return (text ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '–');
}

/** A number with exactly so many decimals, or a dash when there is none. */
export function number(value, decimals = 0) {
  if (value === undefined || value === null || Number.isNaN(value)) {
    return '–';
  }
  formats[decimals] ??= new Intl.NumberFormat(words.locale, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  // Never "-0", and a true minus sign.
  const text = formats[decimals].format(value);
  return Number(value.toFixed(decimals)) === 0 ? text.replace(/^-/, '') : text.replace(/^-/, '−');
}

/** Watts as kilowatts. */
export const kilowatts = (watts) => number(watts === undefined ? undefined : watts / 1000, 2);

// The meter's own local time, wherever the browser is: only the fields before the offset count.
const local = (iso) => new Date(`${iso.slice(0, 19)}Z`);

const date = (options) => (iso) => {
  const key = JSON.stringify(options);
  formats[key] ??= new Intl.DateTimeFormat(words.locale, { timeZone: 'UTC', ...options });
  return iso ? formats[key].format(local(iso)) : '–';
};

export const clock = date({ hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
export const hourMinute = date({ hour: '2-digit', minute: '2-digit', hour12: false });
export const dayTime = date({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hour12: false });
export const dayClock = date({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
export const longDay = date({ weekday: 'short', day: 'numeric', month: 'short' });
export const monthName = date({ month: 'long', year: 'numeric' });
export const monthLetter = date({ month: 'narrow' });

/** Seconds as 7:32. */
export function minutes(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** An age in words that fit on one line: 8 s, 3 min, 5 h. */
export function age(seconds) {
  const [amount, unit] =
    seconds < 100 ? [seconds, 's'] : seconds < 6000 ? [seconds / 60, 'min'] : [seconds / 3600, 'h'];
  return `${number(Math.floor(amount))} ${unit}`;
}

function remembered() {
  try {
    return localStorage.getItem(CHOICE);
  } catch {
    return null;
  }
}

function speak(language) {
  words = LANGUAGES[language];
  formats = {};
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll('[data-t]')) {
    node.textContent = t(node.dataset.t);
  }
  for (const node of document.querySelectorAll('[data-t-label]')) {
    node.setAttribute('aria-label', t(node.dataset.tLabel));
  }
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === language));
  }
}
