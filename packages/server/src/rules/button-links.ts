import { isLoopback } from '../config/loopback.ts'

const maxUrlLength = 2048

/** What a button may open: a page, or something of the app itself. */
export function isButtonUrl(url: string): boolean {
  return isUrlOf(url, ['http:', 'https:', 'tg:', 'ton:'])
}

/**
 * What a web app is loaded from: over HTTPS, as on the public server. Where the server is for its own machine alone, an app may
 * be on this machine without, since that is how people try one.
 */
export function isWebAppUrl(url: string, serverHost: string): boolean {
  if (isUrlOf(url, ['https:'])) return true
  return isLoopback(serverHost) && isUrlOf(url, ['http:']) && isLoopback(new URL(url).hostname.replace(/^\[|\]$/g, ''))
}

function isUrlOf(url: string, protocols: readonly string[]): boolean {
  if (url === '' || url.length > maxUrlLength || !URL.canParse(url)) return false
  return protocols.includes(new URL(url).protocol)
}
