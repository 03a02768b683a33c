import type { UnixTime } from '../../../ids.ts'

/** A number that may have an account where registration is not open to everyone, until somebody signs up by it. */
export interface Invitation {
  readonly phone: string
  readonly createdAt: UnixTime
}

export interface InvitationReads {
  get(phone: string): Promise<Invitation | undefined>
  /** All of them after a number, by number. */
  page(limit: number, after?: string): Promise<Invitation[]>
}

export interface InvitationWrites extends InvitationReads {
  /** One that is there already stays as it is. */
  add(invitation: Invitation): Promise<void>
  /** Whether there was one. */
  remove(phone: string): Promise<boolean>
}
