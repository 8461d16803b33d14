CREATE TABLE "usage_counts" (
	"organization_id" uuid NOT NULL,
	"month" date NOT NULL,
	"part" smallint NOT NULL,
	"executions" integer NOT NULL,
	"over_quota" integer DEFAULT 0 NOT NULL,
	"most" integer,
	"by_day" integer[] NOT NULL,
	"told_percent" smallint DEFAULT 0 NOT NULL,
	CONSTRAINT "usage_counts_organization_id_month_part_pk" PRIMARY KEY("organization_id","month","part"),
	CONSTRAINT "usage_counts_month" CHECK (extract(day from "usage_counts"."month") = 1),
	CONSTRAINT "usage_counts_days" CHECK (cardinality("usage_counts"."by_day") = 31),
	CONSTRAINT "usage_counts_over_quota" CHECK ("usage_counts"."over_quota" >= 0),
	CONSTRAINT "usage_counts_told" CHECK ("usage_counts"."told_percent" in (0, 80, 100))
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
--> statement-breakpoint
ALTER TABLE "usage_counts" ADD CONSTRAINT "usage_counts_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "content" jsonb;--> statement-breakpoint
ALTER TABLE "mails" DROP CONSTRAINT "mails_kind";--> statement-breakpoint
ALTER TABLE "mails" DROP CONSTRAINT "mails_sealed";--> statement-breakpoint
-- A notifier of the release before leaves the content of what it gives up: that stands in no way.
ALTER TABLE "mails" ADD CONSTRAINT "mails_kind" CHECK ("mails"."kind" in ('sign_in', 'confirm', 'already_registered', 'reset_password', 'change_email', 'email_changed', 'invite', 'usage', 'tier_changed'));--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_sealed" CHECK (case "mails"."status" when 'pending' then num_nonnulls("mails"."sealed", "mails"."content") = 1 else "mails"."sealed" is null end);
