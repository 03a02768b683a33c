import { LabError } from '../errors.ts'

/** The members of an object that came as JSON; each asks for what it must be, and says where it is not. */
export interface Fields {
  text(name: string): string
  optionalText(name: string): string | undefined
  optionalNumber(name: string): number | undefined
  optionalFlag(name: string): boolean | undefined
  optionalFlagOrText(name: string): boolean | string | undefined
  /** Texts by names. */
  optionalTexts(name: string): Readonly<Record<string, string>> | undefined
  /** A list of texts; none where it is missing. */
  names(name: string): readonly string[]
  oneOf<T extends string>(name: string, values: readonly T[]): T
  /** A list of objects, each read and then without another member; none where it is missing. */
  list<T>(name: string, read: (fields: Fields) => T): readonly T[]
  /** Whatever it is. */
  any(name: string): unknown
  /** @throws where there is a member that nobody asked for */
  end(): void
}

/** @throws {LabError} OPTION_INVALID */
export function object(value: unknown, where: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(where, 'an object', value)
  const members = new Map<string, unknown>(Object.entries(value))
  const asked = new Set<string>()
  const pathOf = (name: string): string => (/^the /.test(where) ? name : `${where}.${name}`)
  const take = (name: string): unknown => {
    asked.add(name)
    return members.get(name)
  }
  const optional = <T>(name: string, isIt: (given: unknown) => given is T, what: string): T | undefined => {
    const given = take(name)
    if (given === undefined || isIt(given)) return given
    throw wrong(pathOf(name), what, given)
  }
  return {
    text(name) {
      const given = take(name)
      if (isText(given) && given !== '') return given
      throw wrong(pathOf(name), 'a text', given)
    },
    optionalText: (name) => optional(name, isText, 'a text'),
    optionalNumber: (name) => optional(name, isNumber, 'a number'),
    optionalFlag: (name) => optional(name, isFlag, 'true or false'),
    optionalFlagOrText: (name) => optional(name, isFlagOrText, 'true, false or a text'),
    optionalTexts: (name) => optional(name, isTexts, 'an object of texts'),
    names: (name) => optional(name, isListOfTexts, 'a list of texts') ?? [],
    oneOf(name, values) {
      const given = take(name)
      const found = values.find((one) => one === given)
      if (found !== undefined) return found
      throw wrong(pathOf(name), `one of ${values.join(', ')}`, given)
    },
    list(name, read) {
      const given = take(name) ?? []
      if (!Array.isArray(given)) throw wrong(pathOf(name), 'a list', given)
      return given.map((one: unknown, at) => {
        const fields = object(one, `${pathOf(name)}[${at}]`)
        const result = read(fields)
        fields.end()
        return result
      })
    },
    any: take,
    end() {
      for (const name of members.keys()) {
        if (asked.has(name)) continue
        const known = [...asked].join(', ')
        throw new LabError('OPTION_INVALID', `${pathOf(name)}: there is no such member; there are ${known}`)
      }
    },
  }
}

const longestShown = 60

function wrong(where: string, expected: string, given: unknown): LabError {
  const shown = given === undefined ? 'nothing' : JSON.stringify(given)
  const cut = shown.length > longestShown ? `${shown.slice(0, longestShown)}…` : shown
  return new LabError('OPTION_INVALID', `${where}: expected ${expected}, got ${cut}`)
}

const isText = (given: unknown): given is string => typeof given === 'string'
const isNumber = (given: unknown): given is number => typeof given === 'number'
const isFlag = (given: unknown): given is boolean => typeof given === 'boolean'
const isFlagOrText = (given: unknown): given is boolean | string => isFlag(given) || isText(given)
const isListOfTexts = (given: unknown): given is readonly string[] => Array.isArray(given) && given.every(isText)
const isTexts = (given: unknown): given is Readonly<Record<string, string>> =>
  typeof given === 'object' && given !== null && !Array.isArray(given) && Object.values(given).every(isText)
