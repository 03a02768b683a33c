import type { api } from '@chappe/tl-codec/api'
import type { UnixTime } from '../ids.ts'

const secondsPerDay = 86_400

export interface Seen {
  /** Until when the user is online, if at all. */
  readonly onlineUntil: UnixTime | undefined
  /** 0 for never. */
  readonly lastSeen: UnixTime
}

/**
 * When someone was there, exactly or roughly ("Working with Updates", `UserStatus`).
 *
 * @param exact the viewer may know the time
 * @param byMe the viewer may not, only because the viewer's own time is kept from the other
 */
export function viewStatus(seen: Seen, now: UnixTime, exact: boolean, byMe: boolean): api.UserStatus {
  const { onlineUntil = 0, lastSeen } = seen
  const online = onlineUntil > now
  const last = Math.min(now, Math.max(lastSeen, onlineUntil))
  if (exact) {
    if (online) return { _: 'userStatusOnline', expires: onlineUntil }
    return last === 0 ? { _: 'userStatusEmpty' } : { _: 'userStatusOffline', wasOnline: last }
  }
  const flags = { byMe: byMe || undefined }
  const days = (now - last) / secondsPerDay
  if (online || days < 3) return { _: 'userStatusRecently', ...flags }
  if (days < 7) return { _: 'userStatusLastWeek', ...flags }
  if (days < 30) return { _: 'userStatusLastMonth', ...flags }
  return { _: 'userStatusEmpty' }
}
