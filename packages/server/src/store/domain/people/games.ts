import type { UnixTime, UserId } from '../../../ids.ts'

/** A game that a bot offers ("Bot games"). */
export interface GameRecord {
  readonly id: number
  readonly bot: UserId
  /** As its owner writes it, unique among those of a bot without regard to case. */
  readonly shortName: string
  readonly title: string
  readonly description: string
  /** The number of a photo. */
  readonly photo?: number | undefined
}

/** In which table of scores somebody stands: each chat has one for each game. */
export interface ScoreTable {
  readonly game: number
  /** Two people in the order of their ids, or a group or channel. */
  readonly chat: string
}

export interface GameScore {
  /** From 1. The same score counts for more with the lower number of a user. */
  readonly position: number
  readonly userId: UserId
  readonly score: number
}

export interface GameReads {
  get(id: number): Promise<GameRecord | undefined>
  /** By its short name, in whatever letters. */
  named(bot: UserId, shortName: string): Promise<GameRecord | undefined>
  /** All of a bot, in the order in which they were made. */
  of(bot: UserId): Promise<GameRecord[]>
  score(table: ScoreTable, userId: UserId): Promise<number | undefined>
  /** The first of a table. */
  best(table: ScoreTable, limit: number): Promise<GameScore[]>
  /** The first `best` of a table, and somebody with as many as `around` before and after, in their order. */
  scores(table: ScoreTable, userId: UserId, best: number, around: number): Promise<GameScore[]>
}

export interface GameWrites extends GameReads {
  /** In place of one of the same short name, whose number and scores stay. */
  put(game: Omit<GameRecord, 'id'>): Promise<void>
  /** With its scores. */
  remove(id: number): Promise<void>
  /** Undefined takes somebody out of the table. */
  setScore(table: ScoreTable, userId: UserId, score: number | undefined, date: UnixTime): Promise<void>
}
