import type { api } from '@chappe/tl-codec/api'
import type { SeededRandom } from '../../../packages/transport/src/simulator/random.ts'
import { PRIVACY_KEYS, privacyFact, showFilters } from '../facts.ts'
import type { Ledger } from '../ledger.ts'
import type { Person } from '../people.ts'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'

/** One person's account; one actor writes all of it. */
export interface OwnAccount {
  readonly me: Person
  readonly ledger: Ledger
  readonly random: SeededRandom
  newName(start: string): string
}

export function accountPlans(account: OwnAccount): Plans {
  return [
    [2, () => profile(account)],
    [2, () => username(account)],
    [1, () => birthday(account)],
    [3, () => privacy(account)],
    [2, () => muteAll(account)],
    [1, () => accountPeriod(account)],
    [1, () => signUpNotices(account)],
    [1, () => reactionNotices(account)],
    [1, () => autoDownload(account)],
    [1, () => color(account)],
    [1, () => sensitiveContent(account)],
    [1, () => globalPrivacy(account)],
    [1, () => topPeers(account)],
    [3, () => putFilter(account)],
    [1, () => removeFilter(account)],
    [1, () => orderFilters(account)],
  ]
}

export function setFact(
  account: OwnAccount,
  kind: string,
  fact: string,
  value: string | undefined,
  request: api.Method,
): Write {
  const { me } = account
  return {
    kind,
    changes: [{ person: me.index, fact, value }],
    async perform() {
      await me.client.call(request)
    },
  }
}

function profile(account: OwnAccount): Write {
  const { me, random } = account
  const name = account.newName('Person ')
  const about = random.chance(0.5) ? `about ${name}` : ''
  return {
    kind: 'profile',
    changes: [
      { person: me.index, fact: 'name', value: name },
      { person: me.index, fact: 'about', value: about || undefined },
    ],
    async perform() {
      await me.client.call({ _: 'account.updateProfile', firstName: name, about })
    },
  }
}

function username(account: OwnAccount): Write {
  const username = account.newName('person_')
  const write = setFact(account, 'username', 'username', username, { _: 'account.updateUsername', username })
  return { ...write, doneBefore: ['USERNAME_NOT_MODIFIED'] }
}

function birthday(account: OwnAccount): Write {
  const day = 1 + account.random.int(28)
  const request = { _: 'account.updateBirthday', birthday: { _: 'birthday', day, month: 2 } } as const
  return setFact(account, 'birthday', 'birthday', String(day), request)
}

function privacy(account: OwnAccount): Write {
  const { random } = account
  const key = PRIVACY_KEYS[random.int(PRIVACY_KEYS.length)] ?? PRIVACY_KEYS[0]
  const rules = random.pick<readonly ('AllowAll' | 'AllowContacts' | 'DisallowAll')[]>([
    ['AllowAll'],
    ['AllowContacts', 'DisallowAll'],
    ['DisallowAll'],
  ])
  return setFact(account, 'privacy', privacyFact(key), rules.join(', '), {
    _: 'account.setPrivacy',
    key: { _: key },
    rules: rules.map((rule): api.InputPrivacyRule => ({ _: `inputPrivacyValue${rule}` })),
  })
}

const FIRST_DAY = 2_000_000_000

export function muteAll(account: OwnAccount): Write {
  const muteUntil = FIRST_DAY + account.random.int(1_000_000)
  return setFact(account, 'mute all', 'all muted', String(muteUntil), {
    _: 'account.updateNotifySettings',
    peer: { _: 'inputNotifyUsers' },
    settings: { _: 'inputPeerNotifySettings', muteUntil },
  })
}

function accountPeriod(account: OwnAccount): Write {
  const days = 30 + account.random.int(300)
  const ttl: api.accountDaysTTL = { _: 'accountDaysTTL', days }
  return setFact(account, 'account period', 'account period', String(days), { _: 'account.setAccountTTL', ttl })
}

function signUpNotices(account: OwnAccount): Write {
  const silent = account.ledger.value(account.me.index, 'sign-up notices') !== 'true'
  const request = { _: 'account.setContactSignUpNotification', silent } as const
  return setFact(account, 'sign-up notices', 'sign-up notices', String(silent), request)
}

function reactionNotices(account: OwnAccount): Write {
  const showPreviews = account.ledger.value(account.me.index, 'previews of reactions') !== 'true'
  const sound: api.NotificationSound = { _: 'notificationSoundDefault' }
  const settings: api.reactionsNotifySettings = { _: 'reactionsNotifySettings', sound, showPreviews }
  const request = { _: 'account.setReactionsNotifySettings', settings } as const
  return setFact(account, 'notices of reactions', 'previews of reactions', String(showPreviews), request)
}

function autoDownload(account: OwnAccount): Write {
  const photoSizeMax = 1 + account.random.int(1_000_000)
  const settings: api.autoDownloadSettings = {
    _: 'autoDownloadSettings',
    ...{ photoSizeMax, videoSizeMax: 0n, fileSizeMax: 0n, videoUploadMaxbitrate: 0 },
    ...{ smallQueueActiveOperationsMax: 1, largeQueueActiveOperationsMax: 1 },
  }
  const request = { _: 'account.saveAutoDownloadSettings', low: true, settings } as const
  return setFact(account, 'automatic downloads', 'size of photos', String(photoSizeMax), request)
}

function color(account: OwnAccount): Write {
  const chosen = 7 + account.random.int(10)
  const request = { _: 'account.updateColor', color: { _: 'peerColor', color: chosen } } as const
  return setFact(account, 'colour', 'colour', String(chosen), request)
}

/** The next of two values, which are shown as `yes` or not at all. */
export function other(account: OwnAccount, fact: string): boolean {
  return account.ledger.value(account.me.index, fact) === undefined
}

function sensitiveContent(account: OwnAccount): Write {
  const sensitiveEnabled = other(account, 'sensitive content')
  const request = { _: 'account.setContentSettings', sensitiveEnabled } as const
  return setFact(account, 'content settings', 'sensitive content', sensitiveEnabled ? 'yes' : undefined, request)
}

function globalPrivacy(account: OwnAccount): Write {
  const keepArchivedUnmuted = other(account, 'archive kept')
  const settings: api.globalPrivacySettings = { _: 'globalPrivacySettings', keepArchivedUnmuted }
  const request = { _: 'account.setGlobalPrivacySettings', settings } as const
  return setFact(account, 'global privacy', 'archive kept', keepArchivedUnmuted ? 'yes' : undefined, request)
}

function topPeers(account: OwnAccount): Write {
  const off = other(account, 'top peers off')
  const request = { _: 'contacts.toggleTopPeers', enabled: !off } as const
  return setFact(account, 'top peers', 'top peers off', off ? 'yes' : undefined, request)
}

const FILTER_IDS = [2, 3, 4, 5]

/** The filters as they stand: what is not being changed just now was acknowledged. */
function filtersOf({ me, ledger }: OwnAccount): { readonly id: number; readonly title: string }[] {
  const shown = ledger.value(me.index, 'filters') ?? ''
  return shown === '' ? [] : shown.split(', ').map((one) => ({ id: Number(one[0]), title: one.slice(2) }))
}

function makeFilter(id: number, title: string, includePeers: api.InputPeer[]): api.dialogFilter {
  const text: api.textWithEntities = { _: 'textWithEntities', text: title, entities: [] }
  return { _: 'dialogFilter', id, title: text, pinnedPeers: [], includePeers, excludePeers: [] }
}

function changeFilters(
  account: OwnAccount,
  kind: string,
  filters: readonly { readonly id: number; readonly title: string }[],
  request: api.Method,
): Write {
  const value = showFilters(filters.map(({ id, title }) => makeFilter(id, title, [])))
  return setFact(account, kind, 'filters', value, request)
}

function putFilter(account: OwnAccount): Write {
  const id = FILTER_IDS[account.random.int(FILTER_IDS.length)] ?? 2
  const title = account.newName('f')
  const before = filtersOf(account)
  const isNew = !before.some((filter) => filter.id === id)
  const after = isNew ? [...before, { id, title }] : before.map((one) => (one.id === id ? { id, title } : one))
  const filter = makeFilter(id, title, [...account.me.names])
  return changeFilters(account, 'put filter', after, { _: 'messages.updateDialogFilter', id, filter })
}

function removeFilter(account: OwnAccount): Write | undefined {
  const before = filtersOf(account)
  const gone = before[account.random.int(before.length)]
  if (gone === undefined) return undefined
  const after = before.filter(({ id }) => id !== gone.id)
  return changeFilters(account, 'remove filter', after, { _: 'messages.updateDialogFilter', id: gone.id })
}

function orderFilters(account: OwnAccount): Write | undefined {
  const before = filtersOf(account)
  if (before.length < 2) return undefined
  const after = [...before].reverse()
  const order = after.map(({ id }) => id)
  return changeFilters(account, 'order filters', after, { _: 'messages.updateDialogFiltersOrder', order })
}
