const maxUrlLength = 2048

/** What a button may open: a page, or something of the app itself. */
export function isButtonUrl(url: string): boolean {
  return isUrlOf(url, ['http:', 'https:', 'tg:', 'ton:'])
}

/** What a web app is loaded from. */
export function isWebAppUrl(url: string): boolean {
  return isUrlOf(url, ['http:', 'https:'])
}

function isUrlOf(url: string, protocols: readonly string[]): boolean {
  if (url === '' || url.length > maxUrlLength || !URL.canParse(url)) return false
  return protocols.includes(new URL(url).protocol)
}
