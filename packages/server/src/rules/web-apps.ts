const maxThemeLength = 4096

/** The short name of the kind of client that opens an app (method "messages.requestWebView"). */
export function isAppPlatform(platform: string): boolean {
  return /^[A-Za-z0-9_]{0,64}$/.test(platform)
}

/** What a direct link says to an app ("Deep links", direct Mini App links). */
export function isAppStartParam(param: string): boolean {
  return /^[A-Za-z0-9_-]{0,512}$/.test(param)
}

/** By which direct links name an app. */
export function isAppShortName(name: string): boolean {
  return /^[A-Za-z0-9_]{3,30}$/.test(name)
}

/** The colours of the client, as an object of JSON. */
export function isThemeParams(text: string): boolean {
  if (text.length > maxThemeLength) return false
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

/** How a bot names an app that somebody has open ("answerWebAppQuery"). */
export function toAppQueryId(queryId: bigint): string {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(queryId)
  return bytes.toString('base64url')
}

/** Undefined for what is no such name. */
export function fromAppQueryId(text: string): bigint | undefined {
  return /^[\w-]{11}$/.test(text) ? Buffer.from(text, 'base64url').readBigInt64LE() : undefined
}
