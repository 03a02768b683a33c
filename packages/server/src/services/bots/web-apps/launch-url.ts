/** The version of the web apps' interface that clients of today's layer have ("Initializing Mini Apps"). */
const version = '9.1'

export interface Launch {
  readonly url: string
  /** Signed; missing where the app is not to know who opens it. */
  readonly initData?: string | undefined
  readonly startParam?: string | undefined
  readonly platform: string
  /** JSON. */
  readonly themeParams?: string | undefined
  readonly fullscreen: boolean
  /** The bot can be asked inline, which the app may have people do. */
  readonly isInline: boolean
}

/** The address that a client opens: what the app is to know stands behind its `#`, which no web server is shown. */
export function launchUrl(launch: Launch): string {
  const { initData, startParam, platform, themeParams } = launch
  const [page = '', fragment] = splitOnce(launch.url, '#')
  const withStart =
    startParam === undefined ? page : `${page}${page.includes('?') ? '&' : '?'}tgWebAppStartParam=${startParam}`
  const params = [
    ...(initData === undefined ? [] : [`tgWebAppData=${encodeURIComponent(initData)}`]),
    `tgWebAppVersion=${version}`,
    `tgWebAppPlatform=${platform}`,
    ...(themeParams === undefined ? [] : [`tgWebAppThemeParams=${encodeURIComponent(themeParams)}`]),
    ...(launch.isInline ? ['tgWebAppBotInline=1'] : []),
    ...(launch.fullscreen ? ['tgWebAppFullscreen=1'] : []),
  ].join('&')
  return `${withStart}#${joined(fragment, params)}`
}

/** An app may have a `#` of its own, which the public script of web apps then reads as a path before the rest. */
function joined(fragment: string | undefined, params: string): string {
  if (fragment === undefined || fragment === '') return params
  return `${fragment}${/[?=]/.test(fragment) ? '&' : '?'}${params}`
}

function splitOnce(text: string, at: string): [string, string?] {
  const index = text.indexOf(at)
  return index === -1 ? [text] : [text.slice(0, index), text.slice(index + 1)]
}
