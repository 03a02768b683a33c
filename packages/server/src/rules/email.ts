import { invalid } from './refusal.ts'

const maxLength = 254

/** An address in the form in which it is stored. Whether anybody reads there, a code finds out. */
export function parseEmail(input: string): string {
  const email = input.trim()
  if (
    email.length > maxLength ||
    !/^[^\s@<>"(),:;\\[\]]+@[^\s@<>"(),:;\\[\]]+\.[^\s@<>"(),:;\\[\].]{2,}$/.test(email)
  ) {
    throw invalid('EMAIL_INVALID')
  }
  return email
}

/** Enough to recognise one's own address by, too little to learn another's: `a***e@e*****.org`. */
export function emailPattern(email: string): string {
  const at = email.lastIndexOf('@')
  const [name, domain] = [email.slice(0, at), email.slice(at + 1)]
  const dot = domain.lastIndexOf('.')
  const veil = (text: string, last: boolean): string =>
    text.slice(0, 1) + '*'.repeat(3) + (last && text.length > 2 ? text.slice(-1) : '')
  return `${veil(name, true)}@${veil(domain.slice(0, dot), false)}${domain.slice(dot)}`
}
