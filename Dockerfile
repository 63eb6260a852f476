# Every image of Deskwire: docker build --build-arg SERVICE=tickets-service .
# The first stage is the same for all of them, so docker compose builds the sources once.

FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -ntp -q -Dmaven.test.skip=true -Dspotless.check.skip package \
    -pl auth-service,tickets-service,automation-service,notification-service,api-gateway,local-stack -am

FROM build AS unpacked
ARG SERVICE
# Libraries first, the application last: what changes with a commit is a small layer. The mail catcher lives in
# local-stack, whose executable jar has no Spring to unpack itself with.
RUN mkdir -p /unpacked/dependencies /unpacked/application \
    && if [ "$SERVICE" = local-stack ]; then cp local-stack/target/*-exec.jar /unpacked/application/app.jar; \
    else java -Djarmode=tools -jar $SERVICE/target/$SERVICE-*.jar extract --layers --destination /unpacked --force \
        --application-filename app.jar; fi \
    && java docker/TrainingKey.java >/unpacked/training-key

FROM eclipse-temurin:25-jre
RUN groupadd --system --gid 10001 deskwire \
    && useradd --system --uid 10001 --gid deskwire --home-dir /deskwire --shell /usr/sbin/nologin deskwire
WORKDIR /deskwire
COPY docker/healthy /usr/local/bin/healthy
COPY --from=unpacked /unpacked/dependencies/ ./
COPY --from=unpacked /unpacked/application/ ./

ENV SERVER_ADDRESS=0.0.0.0 \
    SERVER_PORT=8080 \
    JDK_JAVA_OPTIONS="-XX:+UseSerialGC -XX:MaxRAMPercentage=50 -Xss512k -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow" \
    MALLOC_ARENA_MAX=2
# Here and not in the build stage: a cache is good for the very JVM that wrote it, and the JRE is another than the JDK.
RUN --mount=type=bind,from=unpacked,source=/unpacked,target=/unpacked \
    --mount=type=bind,source=docker/train,target=/usr/local/bin/train train /unpacked/training-key
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=120s --start-interval=1s --retries=4 CMD ["healthy"]
# A cache that is missing, or that this JVM cannot use, only costs what it would have saved.
ENTRYPOINT ["java", "-XX:AOTCache=app.aot", "-jar", "app.jar"]
