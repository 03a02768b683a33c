import type { api } from '@chappe/tl-codec/api'
import { photoOrder } from '../../chats/files/create-photos.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { gradientPng } from '../../media/pictures/gradient.ts'
import { RpcError } from '../../rpc/rpc-error.ts'
import { OperatorError } from '../protocol.ts'
import { drawn } from './cast.ts'
import { createDraws, type Draws } from './draws.ts'
import type { SeedPlan } from './plan.ts'
import type { Conversation } from './rounds.ts'

/** What a seed is made of: what is drawn, and the photos that some of the messages show. */
export interface SeedSource extends Draws {
  readonly photos: readonly api.photo[]
  /** So many of the messages show one, 0 to 1. */
  readonly photoShare: number
}

/** So many different ones are made. Each run makes them anew; what they hold is stored once. */
const differentPhotos = 8
const side = 400
const colors = 0x1000000

/** Draws pictures and makes photos of them. Throws `OperatorError` where no photos can be made. */
export async function openSource(
  { photos }: Pick<ServicePorts, 'photos'>,
  plan: SeedPlan,
  owner: UserId | undefined,
): Promise<SeedSource> {
  const draws = createDraws(plan.seed)
  const made: api.photo[] = []
  const wanted = owner === undefined ? 0 : Math.min(plan.photos, differentPhotos)
  for (let at = 0; at < wanted && owner !== undefined; at++) {
    const picture = [0, 1, 2].map((place) => draws.below(colors, drawn.photos, at, place))
    try {
      const readPicture = (): Promise<Uint8Array> => gradientPng(side, picture)
      made.push(await photos.createPhoto(owner, { readPicture, orderOf: photoOrder }))
    } catch (error) {
      if (!(error instanceof RpcError)) throw error
      throw new OperatorError('REFUSED', 'no photos can be made here: see chappe-server doctor')
    }
  }
  return { ...draws, photos: made, photoShare: plan.photos / Math.max(1, plan.messages) }
}

/** The photo that a message shows, if it does. */
export function photoOf(source: SeedSource, { at }: Conversation, message: number): api.messageMediaPhoto | undefined {
  const { photos, photoShare } = source
  if (photos.length === 0 || source.fraction(drawn.photos, at, message, 0) >= photoShare) return undefined
  return { _: 'messageMediaPhoto', photo: photos[source.below(photos.length, drawn.photos, at, message, 1)] }
}
