import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { PendingUploads } from '../../store/domain/files/uploads.ts'

type Ports = Pick<ServicePorts, 'store' | 'settings'>

/**
 * Throws where so many bytes more are over the quota of an account: of its files, and of the parts that it uploads, of which
 * it says what there is.
 */
export async function requireRoom({ store, settings }: Ports, userId: UserId, bytes: number): Promise<PendingUploads> {
  const [pending, stored] = await Promise.all([store.read.uploads.pending(userId), store.read.documents.usage(userId)])
  const { fileQuota } = settings
  // Clients give up on it; a wait would be waited out for ever.
  if (fileQuota !== undefined && pending.bytes + stored + bytes > fileQuota) throw badRequest('FILE_PARTS_INVALID')
  return pending
}
