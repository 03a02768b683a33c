import { badRequest } from '../rpc/rpc-error.ts'
import { cutText } from './message-text.ts'

const maxNameLength = 64
const maxAboutLength = 70

export function parseFirstName(input: string): string {
  const name = input.trim()
  if (name === '' || name.length > maxNameLength) throw badRequest('FIRSTNAME_INVALID')
  return name
}

export function parseLastName(input: string): string {
  const name = input.trim()
  if (name.length > maxNameLength) throw badRequest('LASTNAME_INVALID')
  return name
}

/** A name that its owner did not choose is cut rather than refused. */
export function cutName(input: string): string {
  return cutText(input.trim(), maxNameLength)
}

export function parseAbout(input: string): string {
  const about = input.trim()
  if (about.length > maxAboutLength) throw badRequest('ABOUT_TOO_LONG')
  return about
}

/** 5 to 32 letters, digits and underscores, beginning with a letter, no underscore at the end or twice in a row. */
export function isUsername(name: string): boolean {
  return name.length >= 5 && name.length <= 32 && /^[a-z](?:_?[a-z0-9])*$/i.test(name)
}
