/** Where a request goes: `/bot<token>/<method>`, `/bot<token>/test/<method>`, `/file/bot<token>/<path>`. */
export type Route =
  | { readonly to: 'method'; readonly token: string; readonly method: string; readonly test: boolean }
  | { readonly to: 'file'; readonly token: string; readonly path: string; readonly test: boolean }

const maxTokenLength = 128

/** Undefined for what is no such address. */
export function routeOf(pathname: string): Route | undefined {
  const method = /^\/bot([^/]+)\/(test\/)?([A-Za-z0-9_]{0,64})\/?$/.exec(pathname)
  if (method !== null) {
    const token = decode(method[1])
    if (token === undefined) return undefined
    return { to: 'method', token, method: method[3] ?? '', test: method[2] !== undefined }
  }
  const file = /^\/file\/bot([^/]+)\/(test\/)?(.+)$/s.exec(pathname)
  const token = file === null ? undefined : decode(file[1])
  const path = file === null ? undefined : decodeText(file[3])
  if (token === undefined || path === undefined) return undefined
  return { to: 'file', token, path, test: file?.[2] !== undefined }
}

/** A token is `<id>:<secret>`; some libraries escape the colon. */
function decode(text: string | undefined): string | undefined {
  const token = decodeText(text)
  return token !== undefined && token.length <= maxTokenLength ? token : undefined
}

function decodeText(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
