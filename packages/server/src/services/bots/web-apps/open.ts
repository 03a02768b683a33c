import type { api } from '@chappe/tl-codec/api'
import { tokenOf } from '../../../accounts/bots/token.ts'
import { webAppKey } from '../../../accounts/bots/web-app-key.ts'
import type { ServicePorts } from '../../../core-ports.ts'
import { unixSeconds } from '../../../ports/clock.ts'
import type { UserContext } from '../../../rpc/handlers.ts'
import { badRequest } from '../../../rpc/rpc-error.ts'
import { isAppPlatform, isThemeParams } from '../../../rules/web-apps.ts'
import type { UserRecord } from '../../../store/domain/people/users.ts'
import { requireReach } from '../reach-bot.ts'
import { type InitData, signInitData } from './init-data.ts'
import { launchUrl } from './launch-url.ts'
import { webAppUser } from './web-app-user.ts'

/** What the requests that open an app have in common. */
interface OpenRequest {
  readonly platform: string
  readonly themeParams?: api.DataJSON | undefined
  readonly fullscreen?: boolean | undefined
  readonly startParam?: string | undefined
}

type Bot = UserRecord & { readonly bot: NonNullable<UserRecord['bot']> }

/**
 * The address by which an app is opened. What it is told of the person is signed with the bot's token.
 *
 * @param data what it is told besides the person; missing where it is not to know who opens it
 */
export async function openApp(
  ports: ServicePorts,
  { userId, caller }: UserContext,
  bot: Bot,
  url: string,
  request: OpenRequest,
  data: InitData | undefined,
): Promise<string> {
  const { platform, startParam } = request
  await requireReach(ports.store.read, userId, bot.id)
  if (!isAppPlatform(platform)) throw badRequest('PLATFORM_INVALID')
  const themeParams = request.themeParams?.data
  if (themeParams !== undefined && !isThemeParams(themeParams)) throw badRequest('THEME_PARAMS_INVALID')
  const fullscreen = request.fullscreen === true
  const isInline = bot.bot.inlinePlaceholder !== undefined
  const launch = { url, startParam, platform, themeParams, fullscreen, isInline }
  if (data === undefined) return launchUrl(launch)
  const record = await ports.store.read.bots.get(bot.id)
  if (record === undefined) throw badRequest('BOT_INVALID')
  const told: InitData = {
    ...data,
    start_param: startParam,
    user: await webAppUser(ports, bot.id, userId, caller.key.client?.langCode),
    auth_date: String(unixSeconds(ports.clock)),
  }
  const keys = { bot: bot.id, token: tokenOf(ports.secret, record), key: webAppKey(ports.secret) }
  return launchUrl({ ...launch, initData: signInitData(told, keys) })
}
