CREATE TABLE "job_days" (
	"organization_id" uuid NOT NULL,
	"job_id" uuid NOT NULL,
	"day" date NOT NULL,
	"success" integer NOT NULL,
	"failed" integer NOT NULL,
	"timeout" integer NOT NULL,
	"missed" integer NOT NULL,
	"skipped" integer NOT NULL,
	"cancelled" integer NOT NULL,
	CONSTRAINT "job_days_organization_id_job_id_day_pk" PRIMARY KEY("organization_id","job_id","day"),
	CONSTRAINT "job_days_counts" CHECK (least("job_days"."success", "job_days"."failed", "job_days"."timeout", "job_days"."missed", "job_days"."skipped", "job_days"."cancelled") >= 0)
);
--> statement-breakpoint
CREATE INDEX "job_days_day" ON "job_days" USING btree ("day");
