/** Games of bots, and who reached what in which chat. What a game shows is counted as what a message shows. */
export const games: string = `
CREATE TABLE games (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  bot INTEGER NOT NULL,
  short_name TEXT NOT NULL COLLATE NOCASE,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  photo INTEGER,
  UNIQUE (bot, short_name)
) STRICT;
CREATE TRIGGER photo_shown_by_games AFTER INSERT ON games WHEN NEW.photo IS NOT NULL BEGIN
  UPDATE photos SET uses = uses + 1, unused_since = NULL WHERE id = NEW.photo;
END;
CREATE TRIGGER photo_gone_from_games AFTER DELETE ON games WHEN OLD.photo IS NOT NULL BEGIN
  UPDATE photos SET uses = max(0, uses - 1) WHERE id = OLD.photo;
END;
CREATE TRIGGER photo_changed_in_games AFTER UPDATE OF photo ON games WHEN OLD.photo IS NOT NEW.photo BEGIN
  UPDATE photos SET uses = uses + 1, unused_since = NULL WHERE id = NEW.photo;
  UPDATE photos SET uses = max(0, uses - 1) WHERE id = OLD.photo;
END;

CREATE TABLE game_scores (
  game INTEGER NOT NULL,
  chat TEXT NOT NULL,
  user_id INTEGER NOT NULL,
  score INTEGER NOT NULL,
  date INTEGER NOT NULL,
  PRIMARY KEY (game, chat, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX game_scores_by_score ON game_scores (game, chat, score DESC, user_id);
CREATE INDEX game_scores_of_user ON game_scores (user_id);
CREATE TRIGGER scores_of_game_gone AFTER DELETE ON games BEGIN
  DELETE FROM game_scores WHERE game = OLD.id;
END;
`
