import type { UnixTime } from '../../../ids.ts'

const day = 86_400

/** A new poll may be shown by a message that is sent in a year. */
export function firstCheck(now: UnixTime): UnixTime {
  return now + 367 * day
}
