import type { Draws } from './draws.ts'

/** Of our own choice: short, plain, and spelled in more than one alphabet, so that search and sorting have something to do. */
const words =
  `about after again all already also always and apple around ask away back bag before begin best better big bird black
  blue board boat book both box bread bring broken bus but buy call car card carry cat chair change cheap city clean clear
  clock close cloud coffee cold come cook corner cup dance day dinner dog door down draw dream drive dry each early earth
  east easy eat egg empty end enough evening every eye face fall far farm fast field find fine fire first fish floor fly
  food foot for forest forget four free fresh friend from full game garden get give glad glass go gold good great green
  ground grow half hand happy hard have head hear heart heavy help here high hill hold home horse hot hour house how ice
  idea inside into island key kind kitchen know lamp large last late laugh leaf learn leave left letter light like list
  little live long look lost lunch make many map market may meet milk minute money moon more morning mountain move much
  music name near need new next night noise north nothing now number ocean often old once only open orange other outside
  over page paint paper park part pay pen people picture place plan plant play point pour quick quiet rain read ready red
  rest ride right ring river road room round run salt same sand save say sea seat see send seven ship shoe shop short show
  sing sister sit sky sleep slow small snow soft some song soon sound south speak spring stand star start stay step still
  stone stop story street strong sugar summer sun sure sweet swim table take talk tall tea tell ten thank then thing think
  three ticket time today together tomorrow town train travel tree try turn two under until use very visit voice wait walk
  wall want warm watch water week well west wet what wheel when where white why wide wind window winter with wood word
  work world write year yellow yes yesterday you young žluť über naïve мост солнце 東 海`.split(/\s+/)

const marks = ['.', '.', '.', '.', '?', '!', '…', ''] as const
const faces = ['🙂', '👍', '🎉', '☕', '🌧', '😄'] as const

const mostWords = 14

/** What somebody writes, by its place alone. */
export function makeText(draws: Draws, ...place: readonly number[]): string {
  // Short ones are the most.
  const count = 1 + Math.floor(draws.fraction(...place, 0) ** 1.5 * mostWords)
  const chosen = Array.from({ length: count }, (_, at) => words[draws.below(words.length, ...place, 1, at)] ?? '')
  const [first = '', ...rest] = chosen
  const sentence = [first.charAt(0).toUpperCase() + first.slice(1), ...rest].join(' ')
  const mark = marks[draws.below(marks.length, ...place, 2)] ?? ''
  const face = draws.below(12, ...place, 3) === 0 ? ` ${faces[draws.below(faces.length, ...place, 4)]}` : ''
  return `${sentence}${mark}${face}`
}

/** What a group is called. */
export function makeTitle(draws: Draws, ...place: readonly number[]): string {
  const [first = '', second = ''] = [0, 1].map((at) => words[draws.below(words.length, ...place, at)])
  return `${first.charAt(0).toUpperCase()}${first.slice(1)} ${second}`
}

const firstNames =
  `Ada Aino Akira Amara Ana Arne Astrid Bao Bela Berta Bruno Carla Chen Clara Dana Dario Diego Edda Elif Emil Esra Eva
  Farid Fatou Finn Flora Goran Greta Hana Hugo Ida Ilja Imani Ines Iris Jana Jonas Juno Kaito Karin Kofi Lars Lea Lina Luca
  Maja Malik Mara Marek Mila Nadia Nils Noor Olga Omar Oskar Paula Pavel Petra Rami Rosa Ruben Sana Selma Sofia Sven Tariq
  Tilda Tomas Uma Vera Viktor Wanda Xenia Yara Yusuf Zeno Zora`.split(/\s+/)

const lastNames =
  `Abel Adeyemi Arslan Bauer Berg Bianchi Brandt Castillo Costa Dahl Diallo Dubois Eriksen Falk Ferrari Fischer Garcia
  Haas Hansen Horvat Ito Ivanova Jansen Kaya Keller Khan Kim Kowalski Larsen Lehmann Lindholm Lopez Martin Mensah Meyer
  Moreau Nakamura Novak Okafor Olsen Patel Peeters Petrov Popescu Ricci Rossi Santos Sato Schmidt Silva Singh Suzuki Tanaka
  Toth Vargas Virtanen Vogel Wagner Weber Wolf Yilmaz Zeller`.split(/\s+/)

export interface Name {
  readonly firstName: string
  readonly lastName: string
}

export function makeName(draws: Draws, ...place: readonly number[]): Name {
  return {
    firstName: firstNames[draws.below(firstNames.length, ...place, 0)] ?? '',
    lastName: lastNames[draws.below(lastNames.length, ...place, 1)] ?? '',
  }
}
