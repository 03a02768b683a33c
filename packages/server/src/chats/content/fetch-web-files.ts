import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'

/** So many files of one message are fetched at once, and none is begun with after so many ms: slow ones take long. */
const maxAtOnce = 4
const maxMs = 30_000

/** What lies at these addresses, by each of them. Throws the public error for the first that cannot be had. */
export async function fetchWebFiles(
  { externalMedia, clock }: Pick<ServicePorts, 'externalMedia' | 'clock'>,
  userId: UserId,
  urls: ReadonlySet<string>,
): Promise<Map<string, api.photo | api.document>> {
  const end = clock.monotonic() + maxMs
  const waiting = [...urls]
  const found = new Map<string, api.photo | api.document>()
  const fetchOne = async (url: string): Promise<void> => {
    if (clock.monotonic() > end) throw badRequest('WEBPAGE_CURL_FAILED')
    found.set(url, await externalMedia.externalFile(userId, url))
  }
  const fetchAll = async (): Promise<void> => {
    try {
      for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) await fetchOne(url)
    } catch (error) {
      // Nothing is shown of it, so no more is fetched.
      waiting.length = 0
      throw error
    }
  }
  await Promise.all(Array.from({ length: maxAtOnce }, fetchAll))
  return found
}
