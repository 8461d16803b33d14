CREATE TABLE "limit_counts" (
	"key" text PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "limit_counts_key_is_a_hash" CHECK ("limit_counts"."key" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "login_tokens" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"purpose" text NOT NULL,
	"email" text NOT NULL,
	"user_id" uuid,
	"registration" jsonb,
	"token_hash" text NOT NULL,
	"code_hash" text,
	"wrong_code_count" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone DEFAULT now() + interval '15 minutes' NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "login_tokens_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "login_tokens_purpose" CHECK ("login_tokens"."purpose" in ('sign_in', 'confirm', 'reset_password', 'change_email')),
	CONSTRAINT "login_tokens_changes_an_account" CHECK (("login_tokens"."user_id" is not null) = ("login_tokens"."purpose" = 'change_email')),
	CONSTRAINT "login_tokens_makes_an_account" CHECK (("login_tokens"."registration" is not null) = ("login_tokens"."purpose" = 'confirm')),
	CONSTRAINT "login_tokens_token_is_a_hash" CHECK ("login_tokens"."token_hash" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "login_tokens_code_is_a_hash" CHECK ("login_tokens"."code_hash" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "login_tokens_wrong_codes" CHECK ("login_tokens"."wrong_code_count" between 0 and 5)
);
--> statement-breakpoint
CREATE TABLE "mails" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"kind" text NOT NULL,
	"recipient" text NOT NULL,
	"sealed" text,
	"expires_at" timestamp (3) with time zone,
	"status" text DEFAULT 'pending' NOT NULL,
	"ready_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"worker" text,
	"status_code" smallint,
	"answer" text,
	"settled_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mails_kind" CHECK ("mails"."kind" in ('sign_in', 'confirm', 'already_registered', 'reset_password', 'change_email', 'email_changed')),
	CONSTRAINT "mails_status" CHECK ("mails"."status" in ('pending', 'sent', 'dead')),
	CONSTRAINT "mails_settled" CHECK (("mails"."status" = 'pending') = ("mails"."settled_at" is null)),
	CONSTRAINT "mails_sealed" CHECK (("mails"."status" = 'pending') = ("mails"."sealed" is not null))
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
--> statement-breakpoint
-- Writes the table anew, once: there is a row for each device that is signed in.
ALTER TABLE "sessions" ADD COLUMN "public_id" uuid DEFAULT uuidv7() NOT NULL, ADD COLUMN "last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL, ADD CONSTRAINT "sessions_public_id_unique" UNIQUE("public_id");--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "email_confirmed_at" timestamp (3) with time zone, ADD COLUMN "is_operator" boolean DEFAULT false NOT NULL;--> statement-breakpoint
-- The first account owns the instance.
UPDATE "users" SET "is_operator" = true WHERE "id" = (SELECT "id" FROM "users" ORDER BY "created_at", "id" LIMIT 1);--> statement-breakpoint
ALTER TABLE "login_tokens" ADD CONSTRAINT "login_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "login_tokens_email" ON "login_tokens" USING btree ("email","id");--> statement-breakpoint
CREATE INDEX "login_tokens_user" ON "login_tokens" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "mails_ready" ON "mails" USING btree ("ready_at") WHERE "mails"."status" = 'pending';