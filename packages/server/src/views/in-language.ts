import type { api } from '@chappe/tl-codec/api'
import { botLangOf } from '../rules/bot-scopes.ts'

/** Whoever reads what is being written. */
interface Reader {
  readonly langCode: string | undefined
  /** Something was written in this language alone. */
  isAddressed: boolean
}

/** While something is being written, and at no other time. */
let reader: Reader | undefined

/**
 * Writes an answer, or a push, in the language of the device that reads it: the `lang_code` of its `initConnection`. What is shown is
 * made for a person, each of whose devices has a language of its own, and many devices share what is written.
 */
export function writeInLanguage<T>(
  langCode: string | undefined,
  write: () => T,
): {
  readonly written: T
  /** Devices of another language are to be written something else. */
  readonly isAddressed: boolean
} {
  const own: Reader = { langCode, isAddressed: false }
  const before = reader
  reader = own
  try {
    const written = write()
    return { written, isAddressed: own.isAddressed }
  } finally {
    reader = before
  }
}

/** A bot that has other names in other languages ("Edit bot information"): which one it is shown by is found when it is written. */
export function withNames(user: api.user, names: ReadonlyMap<string, string> | undefined): api.user {
  if (names === undefined) return user
  const { firstName } = user
  return {
    ...user,
    get firstName() {
      if (reader === undefined) return firstName
      reader.isAddressed = true
      return names.get(botLangOf(reader.langCode)) ?? firstName
    },
  }
}
