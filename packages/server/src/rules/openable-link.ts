/** In code units: longer addresses are not shown by browsers. */
export const maxLinkLength = 2048

/** What the public clients open from behind words, besides web pages. */
const ownSchemes: ReadonlySet<string> = new Set(['tg:', 'ton:', 'mailto:', 'tel:'])

/**
 * An address behind words in the form in which it is stored: one without a scheme is a web page's. Undefined for what no
 * client should open for anybody (`javascript:`, `data:`, …), and for nothing at all.
 */
export function openableLink(input: string): string | undefined {
  if (input.length > maxLinkLength) return undefined
  const link = input.trim()
  // Browsers leave some of these out when they read an address, and so see another scheme than stands there.
  if (link === '' || hasControl(link)) return undefined
  const scheme = schemeOf(link)
  if (scheme === undefined) return isWebPage(`http://${link}`) ? `http://${link}` : undefined
  if (ownSchemes.has(scheme)) return link.slice(scheme.length).replace(/^\/+/, '') === '' ? undefined : link
  return isWebPage(link) ? link : undefined
}

function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x20 || (unit >= 0x7f && unit < 0xa0)) return true
  }
  return false
}

/** With its colon. A name before a port (`localhost:80`) is none. */
function schemeOf(link: string): string | undefined {
  const [scheme] = /^[a-z][a-z0-9+.-]*:(?![0-9]{1,5}(?:[/?#]|$))/i.exec(link) ?? []
  return scheme?.toLowerCase()
}

/** Whether it names a host, as a browser reads it. */
function isWebPage(link: string): boolean {
  if (!/^https?:\/\//i.test(link)) return false
  const url = URL.parse(link)
  return url !== null && url.hostname !== ''
}
