/**
 * Methods whose result has another type in an earlier layer: how today's result becomes the earlier one. Where no row
 * applies, the peer gets the emptiest value of the earlier type.
 */
import { isTlObject } from './tl-object.ts'

export interface ResultFallback {
  /** Today's type and the earlier one. */
  readonly from: string
  readonly to: string
  readonly note: string
  convert(result: unknown): unknown
}

const get = (value: unknown, field: string): unknown => (isTlObject(value) ? value[field] : undefined)
const field = (from: string, to: string, name: string, note: string): ResultFallback => ({
  from,
  to,
  note,
  convert: (result) => get(result, name),
})
const yes = (from: string): ResultFallback => ({ from, to: 'Bool', note: 'done', convert: () => true })

export const resultFallbacks: readonly ResultFallback[] = [
  field('messages.InvitedUsers', 'Updates', 'updates', 'who could not be invited is not told'),
  field('messages.ChatInviteJoinResult', 'Updates', 'updates', 'the updates of the join'),
  field('users.UserFull', 'UserFull', 'fullUser', 'without the users and chats around it'),
  field('help.AppConfig', 'JSONValue', 'config', 'without the hash'),
  field('messages.DialogFilters', 'Vector<DialogFilter>', 'filters', 'without the setting for tags'),
  field('messages.PeerSettings', 'PeerSettings', 'settings', 'without the users and chats around it'),
  field('messages.WebPage', 'WebPage', 'webpage', 'without the users and chats around it'),
  field('messages.WebPagePreview', 'MessageMedia', 'media', 'without the users and chats around it'),
  yes('account.EmailVerified'),
  yes('auth.LoggedOut'),
  yes('Updates'),
  yes('ReportResult'),
  yes('stories.CanSendStoryCount'),
  {
    from: 'Vector<ReadParticipantDate>',
    to: 'Vector<long>',
    note: 'who read, without when',
    convert: (result) => (Array.isArray(result) ? result.map((one) => get(one, 'userId')) : undefined),
  },
  {
    from: 'Vector<RecentStory>',
    to: 'Vector<int>',
    note: 'the newest story of each, 0 for none',
    convert: (result) => (Array.isArray(result) ? result.map((one) => get(one, 'maxId') ?? 0) : undefined),
  },
  {
    from: 'bots.BotInfo',
    to: 'Vector<string>',
    note: 'the texts without their names',
    convert: (result) => [get(result, 'name'), get(result, 'about'), get(result, 'description')],
  },
  {
    from: 'WebViewResult',
    to: 'SimpleWebViewResult',
    note: 'the address only',
    convert: (result) => ({ _: 'simpleWebViewResultUrl', url: get(result, 'url') ?? '' }),
  },
  {
    from: 'WebViewResult',
    to: 'AppWebViewResult',
    note: 'the address only',
    convert: (result) => ({ _: 'appWebViewResultUrl', url: get(result, 'url') ?? '' }),
  },
]
