import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { ConfigError } from './config-error.ts'

/** Addresses in digits. */
export type Addresses = readonly [string, ...string[]]

/** A name that could not be looked up now, and perhaps can be later. */
export class NameUnresolvedError extends Error {
  override readonly name = 'NameUnresolvedError'
  readonly code = 'NAME_UNRESOLVED'
}

/**
 * What clients are told to connect to: they take digits alone, so a name is looked up, once, when the server starts. One
 * IPv4 address, or one IPv6 address, or one of each.
 */
export async function publicAddresses(host: string): Promise<Addresses> {
  if (isIP(host) !== 0) return [canonical(host)]
  const found = await resolve(host)
  const four = found.find(({ family }) => family === 4)
  const six = found.find(({ family }) => family === 6)
  if (four !== undefined) return six === undefined ? [four.address] : [four.address, canonical(six.address)]
  if (six !== undefined) return [canonical(six.address)]
  throw new ConfigError(`the name ${host} has no address, and clients take nothing else`)
}

async function resolve(host: string): Promise<{ readonly address: string; readonly family: number }[]> {
  try {
    return await lookup(host, { all: true })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    const message = `the public host ${host} cannot be looked up (${code}): give clients its address in digits`
    // Names that nobody has do not get better by trying again; name servers do.
    throw code === 'ENOTFOUND' ? new ConfigError(message) : new NameUnresolvedError(message)
  }
}

/** Without a zone, which means something on this machine alone. */
function canonical(address: string): string {
  return address.replace(/%.*$/, '')
}
